#pragma once
// Looks for control characters and spaces eight bytes at a time: every byte of every request is looked at, and nearly
// none is one.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace aloft {

/// True when a byte of `word` is below `limit` (at most 0x80) or is DEL.
constexpr bool any_below_or_del(std::uint64_t word, std::uint8_t limit) noexcept {
  constexpr std::uint64_t each = 0x0101010101010101;
  constexpr std::uint64_t high = 0x8080808080808080;
  const std::uint64_t del = word ^ each * 0x7f;  // zero where a byte is DEL
  return (((word - each * limit) & ~word) | ((del - each) & ~del)) & high;
}

inline std::uint64_t load_word(const char* at) noexcept {
  std::uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

/// True when a byte of `text` is below `limit` or is DEL.
inline bool any_below_or_del(std::string_view text, std::uint8_t limit) noexcept {
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 8; at += 8, left -= 8)
    if (any_below_or_del(load_word(at), limit)) return true;
  std::uint64_t last = 0x4040404040404040;
  if (left != 0) std::memcpy(&last, at, left);
  return any_below_or_del(last, limit);
}

}  // namespace aloft
