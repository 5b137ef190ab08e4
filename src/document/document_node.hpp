#pragma once
// How a document is laid out in its arena: values of 16 bytes; records that hold only the members that are present.

#include "aloft/value.hpp"
#include "model/shape.hpp"

#include <bit>
#include <cstdint>
#include <string_view>

namespace aloft::detail {

struct record;

/// One value. Text and blobs point to bytes in the arena, lists to their elements, maps to key, value, key, value ….
struct node {
  value_kind kind = value_kind::null;
  std::uint16_t slot = 0;  ///< while it is built: index of the member it belongs to
  std::uint32_t size = 0;  ///< bytes, elements, entries or members; nanoseconds of timestamps
  union {
    const char* bytes;
    std::int64_t integer;  ///< also the seconds of timestamps
    double real;
    bool boolean;
    const node* items;
    const record* fields;
  };

  constexpr node() noexcept : integer{0} {}
  std::string_view text() const noexcept { return {bytes, size}; }
};
static_assert(sizeof(node) == 16);

/// A structure: in the arena, the words of a bitmap of present members follow, then their values in member order.
struct record {
  const model::shape* shape;

  static std::size_t words(const model::shape& shape) noexcept { return (shape.members.size() + 63) / 64; }
  const std::uint64_t* present() const noexcept { return reinterpret_cast<const std::uint64_t*>(this + 1); }
  std::uint64_t* present() noexcept { return reinterpret_cast<std::uint64_t*>(this + 1); }
  const node* values() const noexcept { return reinterpret_cast<const node*>(present() + words(*shape)); }
  node* values() noexcept { return reinterpret_cast<node*>(present() + words(*shape)); }

  bool has(std::size_t index) const noexcept { return present()[index / 64] >> (index % 64) & 1; }

  /// How many members before `index` are present.
  std::size_t rank(std::size_t index) const noexcept {
    std::size_t count = 0;
    for (std::size_t word = 0; word < index / 64; ++word)
      count += static_cast<std::size_t>(std::popcount(present()[word]));
    const std::uint64_t below = (std::uint64_t{1} << (index % 64)) - 1;
    return count + static_cast<std::size_t>(std::popcount(present()[index / 64] & below));
  }

  /// The member's value; null when it is absent.
  const node* at(std::size_t index) const noexcept { return has(index) ? values() + rank(index) : nullptr; }
};

}  // namespace aloft::detail
