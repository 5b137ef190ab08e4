#pragma once
// Where addresses of names come from. The transport adds caching, sharing of equal questions, cancellation and limits.

#include "aloft/error.hpp"

#include <boost/asio/ip/address.hpp>

#include <functional>
#include <string>
#include <vector>

namespace aloft::http {

/// Addresses of a name in order of preference (not empty), or why there are none.
using addresses = result<std::vector<boost::asio::ip::address>>;

/// Thread-safe. May be shared by several transports.
class resolver {
 public:
  virtual ~resolver() = default;
  /// Looks `name` up (never a literal address) and calls `done` once, from any thread. A question cannot be taken back:
  /// who asked may be gone when `done` is called, and `done` then does nothing.
  virtual void lookup(std::string name, std::function<void(addresses)> done) = 0;
};

}  // namespace aloft::http
