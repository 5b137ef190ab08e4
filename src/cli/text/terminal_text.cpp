#include "cli/text/terminal_text.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace aloft::cli {
namespace {

struct range {
  char32_t first, last;
};

// Blocks that take no column (combining marks, zero-width characters, variation selectors).
constexpr std::array zero_width{range{0x0300, 0x036f}, range{0x0483, 0x0489}, range{0x0591, 0x05bd},
                                range{0x0610, 0x061a}, range{0x064b, 0x065f}, range{0x1ab0, 0x1aff},
                                range{0x1dc0, 0x1dff}, range{0x200b, 0x200f}, range{0x2028, 0x202e},
                                range{0x2060, 0x2064}, range{0x20d0, 0x20ff}, range{0xfe00, 0xfe0f},
                                range{0xfe20, 0xfe2f}, range{0xfeff, 0xfeff}, range{0xe0100, 0xe01ef}};

// Blocks that take two (Unicode's East Asian Width W and F, and emoji).
constexpr std::array wide{range{0x1100, 0x115f},   range{0x2e80, 0x303e},   range{0x3041, 0x33ff},
                          range{0x3400, 0x4dbf},   range{0x4e00, 0x9fff},   range{0xa000, 0xa4cf},
                          range{0xa960, 0xa97f},   range{0xac00, 0xd7a3},   range{0xf900, 0xfaff},
                          range{0xfe30, 0xfe6f},   range{0xff00, 0xff60},   range{0xffe0, 0xffe6},
                          range{0x1f300, 0x1f64f}, range{0x1f680, 0x1f6ff}, range{0x1f900, 0x1f9ff},
                          range{0x1fa70, 0x1faff}, range{0x20000, 0x3fffd}};

bool is_in(const auto& blocks, char32_t character) noexcept {
  const auto next = std::upper_bound(blocks.begin(), blocks.end(), character,
                                     [](char32_t value, const range& block) { return value < block.first; });
  return next != blocks.begin() && character <= std::prev(next)->last;
}

std::size_t width_of(char32_t character) noexcept {
  if (character < 0x300) return 1;
  return is_in(zero_width, character) ? 0 : is_in(wide, character) ? 2 : 1;
}

bool is_control(char32_t character) noexcept { return character < 0x20 || (character >= 0x7f && character < 0xa0); }

void append_escape(std::string& to, std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '\n': to += "\\n"; break;
      case '\t': to += "\\t"; break;
      case '\r': to += "\\r"; break;
      default: to.append({'\\', 'x', digits[byte >> 4], digits[byte & 15]});
    }
  }
}

}  // namespace

char32_t take_character(std::string_view& text) noexcept {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t size = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (size == 0 || size > text.size()) return text.remove_prefix(1), invalid_character;
  char32_t character = size == 1 ? lead : lead & (0x7f >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xc0) != 0x80) return text.remove_prefix(1), invalid_character;
    character = character << 6 | (byte & 0x3f);
  }
  const bool overlong = (size == 3 && character < 0x800) || (size == 4 && character < 0x10000);
  if (overlong || character > 0x10ffff || (character >= 0xd800 && character < 0xe000)) {
    return text.remove_prefix(1), invalid_character;
  }
  text.remove_prefix(size);
  return character;
}

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    if (take_character(text) == invalid_character) return false;
  }
  return true;
}

std::size_t display_width(std::string_view text) noexcept {
  std::size_t width = 0;
  while (!text.empty()) width += width_of(take_character(text));
  return width;
}

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const auto rest = text;
    const auto character = take_character(text);
    const auto bytes = rest.substr(0, rest.size() - text.size());
    if (character == invalid_character || is_control(character)) {
      append_escape(shown, bytes);
    } else {
      shown += bytes;
    }
  }
  return shown;
}

std::string shortened(std::string_view text, std::size_t columns) {
  if (text.size() <= columns || display_width(text) <= columns) return std::string{text};
  std::string shown;
  std::size_t width = 0;
  while (!text.empty()) {
    const auto rest = text;
    width += width_of(take_character(text));
    if (width + 1 > columns) break;
    shown += rest.substr(0, rest.size() - text.size());
  }
  return shown + "…";
}

}  // namespace aloft::cli
