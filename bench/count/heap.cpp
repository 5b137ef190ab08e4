#include "heap.hpp"

#include <cerrno>

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
}

namespace {

thread_local count::heap_use here;

void add(std::size_t size) noexcept {
  ++here.allocations;
  here.bytes += size;
}

}  // namespace

count::heap_use count::used() noexcept { return here; }

// In place of libc's, for the whole program.
extern "C" {
void* malloc(std::size_t size) {
  add(size);
  return __libc_malloc(size);
}
void* calloc(std::size_t number, std::size_t size) {
  add(number * size);
  return __libc_calloc(number, size);
}
void* realloc(void* old, std::size_t size) {
  add(size);
  return __libc_realloc(old, size);
}
void* memalign(std::size_t alignment, std::size_t size) {
  add(size);
  return __libc_memalign(alignment, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) { return memalign(alignment, size); }
int posix_memalign(void** into, std::size_t alignment, std::size_t size) {
  *into = memalign(alignment, size);
  return *into == nullptr ? ENOMEM : 0;
}
}
