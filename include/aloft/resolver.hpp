#pragma once
// Where addresses of names come from: a seam for programs that know better than the system (session_options::resolver).
// Caching, sharing of equal questions, cancellation and limits are added to whatever stands here.

#include <aloft/error.hpp>

#include <boost/asio/ip/address.hpp>

#include <functional>
#include <string>
#include <vector>

namespace aloft {

/// Addresses of a name in order of preference (not empty), or why there are none.
using addresses = result<std::vector<boost::asio::ip::address>>;

/// Lifetime: held by the sessions that were given it.
/// Thread: called from any; may be shared by several sessions.
class resolver {
 public:
  virtual ~resolver() = default;
  /// Looks `name` up (never a literal address) and calls `done` once, from any thread. A question cannot be taken back:
  /// who asked may be gone when `done` is called, and `done` then does nothing.
  virtual void lookup(std::string name, std::function<void(addresses)> done) = 0;
};

}  // namespace aloft
