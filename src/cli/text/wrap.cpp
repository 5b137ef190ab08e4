#include "cli/text/wrap.hpp"

#include "cli/text/terminal_text.hpp"

namespace aloft::cli {
namespace {

void append_line(std::string& to, std::string_view line, std::size_t indent, std::size_t width) {
  std::size_t used = 0;
  const std::size_t hang = line.starts_with("- ") ? 2 : 0;  // below the text of a list's entry, not below its mark
  std::size_t margin = indent;
  while (!line.empty()) {
    const auto start = line.find_first_not_of(' ');
    if (start == std::string_view::npos) break;
    line.remove_prefix(start);
    const auto word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size());
    const auto columns = display_width(word);
    if (used > 0 && margin + used + 1 + columns > width) {
      to += '\n';
      used = 0;
      margin = indent + hang;
    }
    if (used == 0) {
      to.append(margin, ' ');
    } else {
      to += ' ';
      ++used;
    }
    to += word;
    used += columns;
  }
  to += '\n';
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
  std::string lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    append_line(lines, text.substr(0, end), indent, width);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::string_view first_sentence(std::string_view text) noexcept {
  text = text.substr(0, text.find('\n'));
  for (std::size_t dot = text.find(". "); dot != std::string_view::npos; dot = text.find(". ", dot + 1)) {
    // "e.g. " and "i.e. " end no sentence.
    const bool abbreviation = dot >= 2 && text[dot - 2] == '.';
    if (!abbreviation) return text.substr(0, dot + 1);
  }
  return text;
}

}  // namespace aloft::cli
