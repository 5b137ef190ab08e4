#pragma once
// Finds a member by name: open addressing over u16 slots, hashed by length, first and last eight bytes, then compared.

#include "model/shape.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace aloft::model {

struct shape::name_index {
  static constexpr std::uint16_t vacant = 0xffff;

  std::uint32_t mask = 0;                ///< number of slots - 1; a power of two, at least twice the entries
  const std::uint16_t* slots = nullptr;  ///< positions in shape::members

  static std::uint32_t hash(std::string_view name) noexcept {
    std::uint64_t first = 0, last = 0;
    const char* text = name.data();
    const std::size_t size = name.size();
    if (size >= 8) {
      std::memcpy(&first, text, 8);
      std::memcpy(&last, text + size - 8, 8);
    } else if (size >= 4) {
      std::memcpy(&first, text, 4);
      std::memcpy(&last, text + size - 4, 4);
    } else if (size > 0) {
      const auto byte = [text](std::size_t at) -> std::uint64_t { return static_cast<unsigned char>(text[at]); };
      first = byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16;
    }
    const std::uint64_t mixed = (first ^ std::rotl(last, 23) ^ size) * 0x9e3779b97f4a7c15u;
    return static_cast<std::uint32_t>(mixed >> 32);
  }
};

}  // namespace aloft::model
