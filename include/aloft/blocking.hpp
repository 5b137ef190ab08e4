#pragma once
// The same calls for code that waits: blocking(client).call(…) runs the same pipeline and waits in the calling thread.

#include <aloft/client.hpp>

#include <cstdint>
#include <string>
#include <string_view>

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

  // The body of an answer that streams. They wait as call() does, and throw what response_body's functions give.
  /// The next piece, valid until the next read; empty at the end.
  std::string_view read_body(response& of) const;
  /// All that is left, up to `limit` bytes.
  std::string collect_body(response& of, std::size_t limit = 64 * 1024 * 1024) const;
  /// All that is left into a file; gives the number of bytes.
  std::uint64_t save_body(response& of, std::string path) const;

  /// client::presign and presign_post, with the same waiting.
  presigned_request presign(std::string_view operation, boost::json::value parameters = {},
                            presign_options options = {}) const;
  result<presigned_request> try_presign(std::string_view operation, boost::json::value parameters = {},
                                        presign_options options = {}) const;
  presigned_post presign_post(post_policy policy) const;
  result<presigned_post> try_presign_post(post_policy policy) const;

 private:
  template <class T>
  result<T> wait_for(boost::asio::awaitable<result<T>> work) const;

  client inner_;
};

inline blocking_client blocking(client inner) noexcept { return blocking_client{std::move(inner)}; }

}  // namespace aloft
