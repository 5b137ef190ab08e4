#pragma once
// Hexadecimal text, lower case when written, either case when read.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::crypto {

/// Writes the two digits of a byte and gives where they end.
constexpr char* write_hex(char* to, std::uint8_t byte) noexcept {
  constexpr std::string_view digits = "0123456789abcdef";
  *to++ = digits[byte >> 4];
  *to++ = digits[byte & 15];
  return to;
}

/// Appends two digits for each byte.
void append_hex(std::string& to, std::string_view bytes);
std::string to_hex(std::string_view bytes);

/// The bytes that `text` spells; nothing when its length is odd or it holds anything but digits.
std::optional<std::string> from_hex(std::string_view text);

/// 0 … 15, or -1 when `c` is no hexadecimal digit.
constexpr int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace aloft::crypto
