#pragma once
// Letters and blanks as protocols know them: ASCII's, whatever the locale. (Comparing without case: iequals.)

#include <string>
#include <string_view>

namespace aloft::ascii {

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

inline std::string lower(std::string_view text) {
  std::string out{text};
  for (char& c : out) c = lower(c);
  return out;
}

/// Without the blanks at both ends.
constexpr std::string_view trim(std::string_view text, std::string_view blanks = " \t\r\n") noexcept {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace aloft::ascii
