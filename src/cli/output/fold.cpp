#include "cli/output/fold.hpp"

#include "cli/text/terminal_text.hpp"

#include <algorithm>

namespace aloft::cli {
namespace {

constexpr std::size_t longest_word = 32;  // longer words that are no ids may be broken

bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }

/// What somebody may want to copy: i-0123…, arn:aws:…, addresses, timestamps, names without spaces.
bool stays_whole(std::string_view word) noexcept {
  if (word.size() <= longest_word || word.starts_with("arn:")) return true;
  const auto dash = word.rfind('-');
  const auto tail = dash == std::string_view::npos ? std::string_view{} : word.substr(dash + 1);
  return tail.size() >= 8 && std::all_of(tail.begin(), tail.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == ',';
         });
}

/// Pieces that may stand on lines of their own, with the spaces behind them.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  std::size_t start = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != ' ' || at + 1 == text.size() || text[at + 1] == ' ') continue;
    words.push_back(text.substr(start, at + 1 - start));
    start = at + 1;
  }
  words.push_back(text.substr(start));
  return words;
}

std::vector<std::string_view> parts_of_name(std::string_view name) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t at = 1; at < name.size(); ++at) {
    const bool word =
        is_upper(name[at]) && (!is_upper(name[at - 1]) || (at + 1 < name.size() && !is_upper(name[at + 1])));
    if (!word && name[at - 1] != '.') continue;
    parts.push_back(name.substr(start, at - start));
    start = at;
  }
  parts.push_back(name.substr(start));
  return parts;
}

std::string_view trimmed(std::string_view text) noexcept {
  const auto end = text.find_last_not_of(' ');
  return end == std::string_view::npos ? std::string_view{} : text.substr(0, end + 1);
}

std::vector<std::string> laid_out(const std::vector<std::string_view>& words, std::size_t width, bool break_words) {
  std::vector<std::string> lines{{}};
  for (auto word : words) {
    if (!lines.back().empty() && display_width(lines.back() + std::string{trimmed(word)}) > width) lines.emplace_back();
    while (break_words && display_width(trimmed(word)) > width && !stays_whole(trimmed(word))) {
      std::string_view rest = word;
      std::size_t columns = 0;
      while (!rest.empty()) {
        auto next = rest;
        take_character(next);
        columns += display_width(rest.substr(0, rest.size() - next.size()));
        if (columns > width) break;
        rest = next;
      }
      if (rest.size() == word.size()) break;  // not even one character fits
      lines.back() += word.substr(0, word.size() - rest.size());
      lines.emplace_back();
      word = rest;
    }
    lines.back() += word;
  }
  for (auto& line : lines) line.erase(trimmed(line).size());
  return lines;
}

}  // namespace

std::vector<std::string> folded_cell(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return {std::string{text}};
  return laid_out(words_of(text), width, true);
}

std::vector<std::string> folded_name_cell(std::string_view name, std::size_t width) {
  if (display_width(name) <= width) return {std::string{name}};
  return laid_out(parts_of_name(name), width, false);
}

std::size_t narrowest_cell(std::string_view text) {
  std::size_t widest = 0;
  for (const auto word : words_of(text)) {
    const auto shown = trimmed(word);
    widest = std::max(widest, stays_whole(shown) ? display_width(shown) : longest_word);
  }
  return widest;
}

std::size_t narrowest_name(std::string_view name) {
  std::size_t widest = 0;
  for (const auto part : parts_of_name(name)) widest = std::max(widest, display_width(part));
  return widest;
}

}  // namespace aloft::cli
