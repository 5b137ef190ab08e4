#pragma once
// libcrypto's objects, owned.

#include <memory>

namespace aloft::crypto {

template <auto Free>
struct freed_by {
  template <class T>
  void operator()(T* pointer) const noexcept {
    Free(pointer);
  }
};

/// Freed by the function that libcrypto has for it: openssl_handle<BIGNUM, BN_clear_free>.
template <class T, auto Free>
using openssl_handle = std::unique_ptr<T, freed_by<Free>>;

}  // namespace aloft::crypto
