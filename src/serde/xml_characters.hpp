#pragma once
// Classes of bytes in XML markup, and the scans that tokenizing is made of. A NUL ends every class: at least eight
// follow the text that is scanned, and none can be inside.

#include "core/short_text.hpp"

#include <array>
#include <bit>
#include <cstdint>

namespace aloft::serde::xml {

enum : std::uint8_t {
  name_start = 1,  // letters, '_', and every byte of other alphabets
  name_part = 2,   // those, digits, '-', '.'; not ':', which splits names
  text_stop = 4,   // '<', '&', ']', NUL
  blank = 8,
};

inline constexpr std::array<std::uint8_t, 256> classes = [] {
  std::array<std::uint8_t, 256> table{};
  for (unsigned c = 0; c < 256; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    const bool digit = (c >= '0' && c <= '9') || c == '-' || c == '.';
    if (letter) table[c] |= name_start | name_part;
    if (digit) table[c] |= name_part;
    if (c == '<' || c == '&' || c == ']' || c == 0) table[c] |= text_stop;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') table[c] |= blank;
  }
  return table;
}();

inline bool is(char c, std::uint8_t of) noexcept { return (classes[static_cast<unsigned char>(c)] & of) != 0; }

namespace detail {

inline constexpr std::uint64_t every_byte = 0x0101010101010101u;
inline constexpr std::uint64_t high_bits = 0x80 * every_byte;

/// The index of the first byte whose high bit is set in `marks`.
inline std::size_t first_marked(std::uint64_t marks) noexcept {
  const int bits = std::endian::native == std::endian::little ? std::countr_zero(marks) : std::countl_zero(marks);
  return static_cast<std::size_t>(bits) / 8;
}

/// The high bit of each byte that equals `c`, and maybe of bytes after the first of those.
inline std::uint64_t marks_of(std::uint64_t word, unsigned char c) noexcept {
  const std::uint64_t difference = word ^ (c * every_byte);
  return (difference - every_byte) & ~difference & high_bits;
}

}  // namespace detail

/// Past letters, eight at a time, and the rarer bytes that names have; colons are not among them.
inline const char* skip_name_parts(const char* at) noexcept {
  using namespace detail;
  for (;;) {
    const std::uint64_t word = aloft::detail::load8(at);
    const std::uint64_t lower = word | 0x20 * every_byte;
    const std::uint64_t from_a = (lower | high_bits) - 'a' * every_byte;
    const std::uint64_t above_z = (lower & ~high_bits) + (0x7f - 'z') * every_byte;
    const std::uint64_t others = ~(from_a & ~above_z & ~word) & high_bits;
    if (others == 0) {
      at += 8;
      continue;
    }
    at += first_marked(others);
    if (!is(*at, name_part)) return at;
    while (is(*at, name_part)) ++at;
    return at;
  }
}

/// Up to a byte that may end text: '<', '&', ']' or NUL.
inline const char* skip_plain_text(const char* at) noexcept {
  using namespace detail;
  for (;; at += 8) {
    const std::uint64_t word = aloft::detail::load8(at);
    const std::uint64_t marks = marks_of(word, '<') | marks_of(word, '&') | marks_of(word, ']') | marks_of(word, 0);
    if (marks == 0) continue;
    at += first_marked(marks);
    break;
  }
  while (!is(*at, text_stop)) ++at;
  return at;
}

/// Past the blanks.
inline const char* skip_blanks(const char* at) noexcept {
  while (is(*at, blank)) ++at;
  return at;
}

/// Past a name with any number of colons; `at` itself when there is none.
inline const char* skip_name(const char* at) noexcept {
  if (!is(*at, name_start) && *at != ':') return at;
  while (is(*at, name_part) || *at == ':') ++at;
  return at;
}

}  // namespace aloft::serde::xml
