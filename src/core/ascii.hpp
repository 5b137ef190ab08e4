#pragma once
// Letters and blanks as protocols know them: ASCII's, whatever the locale. (Comparing without case: iequals.)

#include <algorithm>
#include <array>
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

namespace detail {
inline constexpr auto token_bytes = [] {
  std::array<bool, 256> out{};
  for (const char c : std::string_view{"!#$%&'*+-.^_`|~0123456789"}) out[static_cast<unsigned char>(c)] = true;
  for (std::size_t c = 'a'; c <= 'z'; ++c) out[c] = out[c - 'a' + 'A'] = true;
  return out;
}();
}  // namespace detail

/// A name of a header, a method …: RFC 9110's token (§5.6.2).
constexpr bool is_token(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return detail::token_bytes[static_cast<unsigned char>(c)]; });
}

}  // namespace aloft::ascii
