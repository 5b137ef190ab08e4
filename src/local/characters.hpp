#pragma once
// Which characters a name may have.

#include <algorithm>
#include <string_view>

namespace aloft::local {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Whether a text has nothing but ASCII letters, digits, and the characters of `others`.
constexpr bool has_only_letters_digits_and(std::string_view others, std::string_view text) noexcept {
  return std::ranges::all_of(text, [&](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || others.find(c) != std::string_view::npos;
  });
}

}  // namespace aloft::local
