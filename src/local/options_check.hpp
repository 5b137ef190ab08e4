#pragma once
// Whether a server's options can be.

#include "aloft/local.hpp"

namespace aloft::local {

/// Usage error "InvalidOption", naming the field.
result<void> check(const server_options& options);

/// The keys that are stated, or else that of demo_credentials().
std::vector<access_key> keys_of(const server_options& options);

}  // namespace aloft::local
