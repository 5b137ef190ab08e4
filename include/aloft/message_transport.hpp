#pragma once
// What carries requests to services, as a seam (session_options::transport): whole requests in, whole answers out. For
// tests, which need no network then (<aloft/testing.hpp>), and for programs that have a way of their own.

#include <aloft/error.hpp>
#include <aloft/http_message.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>

namespace aloft {

/// Lifetime: held by the sessions that were given it.
/// Thread: called from any, by several calls at once; one exchange stays on its coroutine's executor.
class message_transport {
 public:
  virtual ~message_transport() = default;
  /// The answer to a request. Time limits of calls are not kept here: an implementation has its own.
  /// Cancellation: through the coroutine's slot, as the implementation follows it.
  /// Ends with: the whole answer, its body included, also where the call streams it.
  /// Errors: end the attempt; kind, retryable and request decide whether there is another (docs/retries.md).
  virtual boost::asio::awaitable<result<http_response>> exchange(http_request request) = 0;
};

/// The library's own, over the network, with connections and limits of its own as a session has them by default: to be
/// wrapped by another.
std::shared_ptr<message_transport> network_transport(boost::asio::any_io_executor executor);

}  // namespace aloft
