#pragma once
// The body of a request that travels beside the operation's parameters: S3 PutObject's Body, Lambda Invoke's Payload.

#include <aloft/error.hpp>
#include <aloft/shared_value.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aloft {

/// Gives the bytes of a request body, piece by piece, when they are wanted: never faster than the server takes them.
/// Used by one attempt at a time, in a coroutine on the call's executor, while the answer is awaited.
class body_source {
 public:
  virtual ~body_source() = default;
  /// Number of bytes that will come; nothing: unknown, sent in chunks.
  virtual std::optional<std::uint64_t> size() const noexcept = 0;
  /// The next piece; empty at the end.
  /// Cancellation: an implementation follows the coroutine's slot: an early answer, a deadline or a cancellation of the
  /// call comes by it, and the call ends once read() has.
  /// Ends with: one piece, of any size.
  /// Errors: any; it ends the call as it is. An exception ends it with "BodyFailed".
  /// Lifetime: the piece is valid until the next call; the source lives as long as its call.
  /// Thread: the call's executor, one read at a time.
  virtual boost::asio::awaitable<result<std::string_view>> read() = 0;
  /// Back to the first byte; false when that cannot be done. The answer before the first read() tells whether the
  /// body can be sent twice: a call whose body cannot is not retried once some of it has been read.
  virtual bool rewind() = 0;
};

/// A cheap value: copies are the same body. May be written inside a co_await expression in GCC 12.
class request_body {
 public:
  /// No body beside the parameters.
  request_body() noexcept = default;

  /// Bytes that the body owns.
  static request_body bytes(std::string whole);
  /// Bytes of the caller's, who keeps them until the call is over.
  static request_body view(std::string_view whole);
  /// A file, or `length` bytes of it from `offset` on. It is opened by each call, and read as the server takes it; in
  /// retries again. What is no regular file (a pipe, /dev/stdin) has no known length and can be read only once. A file
  /// that cannot be read is the call's usage error "BodyFile".
  static request_body file(std::string path, std::uint64_t offset = 0, std::optional<std::uint64_t> length = {});
  /// Anything. For one call, unless it can be rewound; never for two at once.
  static request_body source(std::shared_ptr<body_source> from);

  explicit operator bool() const noexcept { return static_cast<bool>(state_); }
  /// Number of bytes, where it is known before anything is opened or read.
  std::optional<std::uint64_t> size() const noexcept;

  struct state;
  const state* details() const noexcept { return state_.get(); }  ///< for the pipeline

 private:
  explicit request_body(std::shared_ptr<const state> state) noexcept : state_{std::move(state)} {}
  shared_value<state> state_;
};

}  // namespace aloft
