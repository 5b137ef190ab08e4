#pragma once
// The memory of one document: handed out in order, given back all at once.

#include "core/short_text.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace aloft::detail {

/// Blocks double from the first one, which is part of the arena itself, up to 256 kB. Not thread-safe while it grows.
class arena {
 public:
  arena() noexcept : next_{first_}, end_{first_ + sizeof first_} {}
  arena(const arena&) = delete;
  arena& operator=(const arena&) = delete;

  /// Room for `bytes`, aligned for pointers and 64-bit numbers.
  void* allocate(std::size_t bytes) {
    std::byte* at = next_ + (-reinterpret_cast<std::uintptr_t>(next_) & 7);
    if (at > end_ || static_cast<std::size_t>(end_ - at) < bytes) return allocate_from_new_block(bytes);
    next_ = at + bytes;
    return at;
  }

  /// A copy of `text` (without alignment; null for the empty text).
  const char* copy(std::string_view text) {
    if (text.empty()) return nullptr;
    char* at;
    if (static_cast<std::size_t>(end_ - next_) < text.size()) {
      at = static_cast<char*>(allocate_from_new_block(text.size()));
    } else {
      at = reinterpret_cast<char*>(next_);
      next_ += text.size();
    }
    copy_short(at, text.data(), text.size());
    return at;
  }

  /// Bytes taken from the system.
  std::size_t memory() const noexcept { return sizeof *this + held_; }

 private:
  static constexpr std::size_t largest_block = std::size_t{256} * 1024;

  void* allocate_from_new_block(std::size_t bytes);

  std::byte* next_;
  std::byte* end_;
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::size_t held_ = 0;
  std::size_t block_size_ = 2048;
  alignas(8) std::byte first_[1024];
};

}  // namespace aloft::detail
