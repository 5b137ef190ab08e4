#pragma once
// UTF-8 and the columns that characters take on a terminal.

#include <cstddef>
#include <string>
#include <string_view>

namespace aloft::cli {

inline constexpr char32_t invalid_character = 0xffffffff;

/// Takes one character off the front of `text`, which is not empty; invalid_character (one byte taken) when the bytes
/// are no UTF-8: overlong forms, surrogates and values above U+10FFFF are none.
char32_t take_character(std::string_view& text) noexcept;

bool is_utf8(std::string_view text) noexcept;

/// Columns on a terminal: 2 for East Asian wide characters and emoji, 0 for combining marks, 1 for the rest.
std::size_t display_width(std::string_view text) noexcept;

/// Text that a terminal shows and does not obey: control characters (of C0 and C1) and broken bytes become escapes
/// such as \n and \x1b.
std::string printable(std::string_view text);

/// At most `columns` wide, the last of them '…' when something was cut.
std::string shortened(std::string_view text, std::size_t columns);

}  // namespace aloft::cli
