#include "document/arena.hpp"

#include <algorithm>

namespace aloft::detail {

void* arena::allocate_from_new_block(std::size_t bytes) {
  // Something big gets a block of its own, so that the rest of the current one is not lost.
  if (bytes > block_size_ / 2) {
    blocks_.emplace_back(new std::byte[bytes]);
    held_ += bytes;
    return blocks_.back().get();
  }
  blocks_.emplace_back(new std::byte[block_size_]);
  held_ += block_size_;
  std::byte* const at = blocks_.back().get();
  next_ = at + bytes;
  end_ = at + block_size_;
  block_size_ = std::min(block_size_ * 2, largest_block);
  return at;
}

}  // namespace aloft::detail
