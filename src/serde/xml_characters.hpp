#pragma once
// Classes of bytes in XML markup. A NUL ends every class: buffers end with one, and none can be inside.

#include <array>
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
