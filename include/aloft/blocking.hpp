#pragma once
// The same calls for code that waits: blocking(client).call(…) runs the same pipeline and waits in the calling thread.

#include <aloft/client.hpp>

namespace aloft {

class blocking_client {
 public:
  explicit blocking_client(client inner) noexcept : inner_{std::move(inner)} {}

  /// Waits for the answer; throws aloft::error. On a session with its own event loop the calling thread drives it; on
  /// a session made on an executor another thread must run that executor: called from a thread that runs it, this is a
  /// usage error ("WouldDeadlock").
  response call(std::string_view operation, boost::json::value parameters = {}, call_options options = {}) const;
  result<response> try_call(std::string_view operation, boost::json::value parameters = {},
                            call_options options = {}) const;

 private:
  client inner_;
};

inline blocking_client blocking(client inner) noexcept { return blocking_client{std::move(inner)}; }

}  // namespace aloft
