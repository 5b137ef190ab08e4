#pragma once
// Comparing and copying texts of a few bytes, without the call that memcmp and memcpy are for lengths not known in
// advance.

#include <cstdint>
#include <cstring>
#include <string_view>

namespace aloft {

namespace detail {

inline std::uint64_t load8(const char* at) noexcept {
  std::uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

inline std::uint32_t load4(const char* at) noexcept {
  std::uint32_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

}  // namespace detail

/// a == b for texts of equal length; the last words overlap.
inline bool equal_short(const char* a, const char* b, std::size_t size) noexcept {
  using namespace detail;
  if (size >= 8) {
    for (std::size_t at = 0; at + 8 < size; at += 8) {
      if (load8(a + at) != load8(b + at)) return false;
    }
    return load8(a + size - 8) == load8(b + size - 8);
  }
  if (size >= 4) return load4(a) == load4(b) && load4(a + size - 4) == load4(b + size - 4);
  for (std::size_t at = 0; at < size; ++at) {
    if (a[at] != b[at]) return false;
  }
  return true;
}

inline bool equal_short(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && equal_short(a.data(), b.data(), a.size());
}

/// Copies `size` bytes; up to 16 without a call.
inline void copy_short(char* to, const char* from, std::size_t size) noexcept {
  if (size > 16) {
    std::memcpy(to, from, size);
  } else if (size >= 8) {
    const std::uint64_t first = detail::load8(from), last = detail::load8(from + size - 8);
    std::memcpy(to, &first, 8);
    std::memcpy(to + size - 8, &last, 8);
  } else if (size >= 4) {
    const std::uint32_t first = detail::load4(from), last = detail::load4(from + size - 4);
    std::memcpy(to, &first, 4);
    std::memcpy(to + size - 4, &last, 4);
  } else {
    for (std::size_t at = 0; at < size; ++at) to[at] = from[at];
  }
}

}  // namespace aloft
