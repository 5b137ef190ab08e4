#pragma once
// A small generator whose sequence depends on its seed alone.

#include <cstdint>

namespace aloft::local {

/// splitmix64 (Steele, Lea and Flood, 2014): the next 64 bits, moving `state` on.
constexpr std::uint64_t next_random(std::uint64_t& state) noexcept {
  std::uint64_t z = state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

}  // namespace aloft::local
