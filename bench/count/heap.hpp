#pragma once
// Counts the heap allocations of the calling thread, whoever makes them: C++, Boost or a C library.

#include <cstddef>

namespace count {

struct heap_use {
  std::size_t allocations = 0;
  std::size_t bytes = 0;
};

heap_use used() noexcept;

}  // namespace count
