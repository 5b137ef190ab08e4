#include "cli/files/ini_edit.hpp"

#include <algorithm>
#include <vector>

namespace aloft::cli {
namespace {

constexpr std::string_view space = " \t\r";

std::string_view trimmed(std::string_view text) noexcept {
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

bool is_indented(std::string_view line) noexcept { return !line.empty() && (line[0] == ' ' || line[0] == '\t'); }
bool is_header(std::string_view line) noexcept { return line.starts_with('['); }

/// "profile  x" and "profile x" are the same header; so are quotes around a name.
std::string header_of(std::string_view line) {
  const auto close = line.find(']');
  std::string name;
  for (const char c : trimmed(line.substr(1, close == std::string_view::npos ? close : close - 1))) {
    if (c == '"' || c == '\'') continue;
    const bool blank = c == ' ' || c == '\t';
    if (blank && name.ends_with(' ')) continue;
    name += blank ? ' ' : c;
  }
  return name;
}

constexpr std::string_view separators = "=:";

/// "key" of "key = value" or "key: value"; "" for anything else.
std::string_view key_of(std::string_view line) noexcept {
  const auto separator = line.find_first_of(separators);
  const auto start = trimmed(line);
  if (separator == std::string_view::npos || start.starts_with('#') || start.starts_with(';')) return {};
  return trimmed(line.substr(0, separator));
}

std::string_view value_of(std::string_view line) noexcept {
  return trimmed(line.substr(line.find_first_of(separators) + 1));
}

class lines {
 public:
  explicit lines(std::string_view text) {
    while (!text.empty()) {
      const auto end = text.find('\n');
      all_.emplace_back(text.substr(0, end));
      text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
  }

  /// First line after the section's header, and the end of what is in it.
  std::optional<std::pair<std::size_t, std::size_t>> section(std::string_view wanted) const {
    for (std::size_t at = 0; at < all_.size(); ++at) {
      if (!is_header(all_[at]) || header_of(all_[at]) != wanted) continue;
      auto end = at + 1;
      while (end < all_.size() && !is_header(all_[end])) ++end;
      while (end > at + 1 && trimmed(all_[end - 1]).empty()) --end;  // blank lines part it from the next
      return std::pair{at + 1, end};
    }
    return std::nullopt;
  }

  /// The line of a key from `from` on, at this depth; `end` where there is none.
  std::size_t find(std::size_t from, std::size_t end, std::string_view key, bool nested) const {
    for (auto at = from; at < end; ++at) {
      if (nested && !is_indented(all_[at]) && !trimmed(all_[at]).empty()) return end;
      if (is_indented(all_[at]) == nested && key_of(all_[at]) == key) return at;
    }
    return end;
  }

  std::size_t end_of_nested(std::size_t from, std::size_t end) const {
    while (from < end && is_indented(all_[from])) ++from;
    return from;
  }

  void insert(std::size_t at, std::string line) {
    all_.insert(all_.begin() + static_cast<std::ptrdiff_t>(at), std::move(line));
  }
  std::string& operator[](std::size_t at) { return all_[at]; }
  const std::string& operator[](std::size_t at) const { return all_[at]; }
  std::size_t size() const noexcept { return all_.size(); }

  std::string text() const {
    std::string joined;
    for (const auto& line : all_) joined += line + '\n';
    return joined;
  }

 private:
  std::vector<std::string> all_;
};

}  // namespace

std::string with_property(std::string_view text, std::string_view section, std::string_view key,
                          std::string_view value) {
  lines file{text};
  const auto dot = key.find('.');
  const auto outer = key.substr(0, dot);
  auto place = file.section(section);
  if (!place) {
    if (file.size() > 0 && !file[file.size() - 1].empty()) file.insert(file.size(), "");
    file.insert(file.size(), "[" + std::string{section} + "]");
    place = std::pair{file.size(), file.size()};
  }
  const auto [start, end] = *place;
  const auto at = file.find(start, end, outer, false);
  if (dot == std::string_view::npos) {
    const auto line = std::string{key} + " = " + std::string{value};
    if (at < end) {
      file[at] = line;
    } else {
      file.insert(end, line);
    }
    return file.text();
  }
  const auto line = "    " + std::string{key.substr(dot + 1)} + " = " + std::string{value};
  if (at == end) {
    file.insert(end, std::string{outer} + " =");
    file.insert(end + 1, line);
    return file.text();
  }
  const auto nested = file.find(at + 1, end, key.substr(dot + 1), true);
  if (nested < end) {
    file[nested] = line;
  } else {
    file.insert(file.end_of_nested(at + 1, end), line);
  }
  return file.text();
}

std::optional<std::string> find_property(std::string_view text, std::string_view section, std::string_view key) {
  const lines file{text};
  const auto dot = key.find('.');
  const auto place = file.section(section);
  if (!place) return std::nullopt;
  const auto [start, end] = *place;
  auto at = file.find(start, end, key.substr(0, dot), false);
  if (at == end) return std::nullopt;
  if (dot == std::string_view::npos) return std::string{value_of(file[at])};
  at = file.find(at + 1, end, key.substr(dot + 1), true);
  if (at == end) return std::nullopt;
  return std::string{value_of(file[at])};
}

}  // namespace aloft::cli
