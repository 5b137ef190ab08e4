#pragma once
// Where keys come from.

#include "aloft/credentials.hpp"
#include "aloft/error.hpp"

#include <boost/asio/awaitable.hpp>

#include <string_view>

namespace aloft::runtime {

/// Loads an identity: from memory, a file, a process, a service. Has no cache of its own: identity_cache keeps what it
/// gives and sees to it that one load runs at a time. Implementations must outlive a load in progress (they are held by
/// shared_ptr) and may suspend.
class credentials_provider {
 public:
  virtual ~credentials_provider() = default;
  /// For messages: "env", "shared-credentials-file", …
  virtual std::string_view name() const noexcept = 0;
  /// Errors: credentials (none found, refused, incomplete), config (files that cannot be read), or those of a call.
  virtual boost::asio::awaitable<result<credentials>> load() = 0;
};

}  // namespace aloft::runtime
