#pragma once
// The body of an answer as it arrives: of S3 GetObject, Polly SynthesizeSpeech, and every other operation whose output
// streams.

#include <aloft/completion.hpp>
#include <aloft/error.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace aloft {

/// An AsyncReadStream. Nothing is read from the connection but what is asked for. Once the body has been read to its
/// end the connection serves other calls; destroyed before, it is closed. Checksums that the answer states are verified
/// at the end (response_checksum_validation): until then bytes are as good as the network. The call's timeouts ended
/// with the head of the answer; that no byte arrives for the session's idle_timeout is an error here too.
/// Move-only. One reader at a time.
///
/// Cancellation: terminal and partial; total where it says so. The body ends, and its connection is closed.
/// Ends with: see completion.hpp.
/// Errors: connect, timeout, cancelled, protocol ("TruncatedResponse", "ChecksumMismatch"). An error is final.
/// Lifetime: the context of the call's executor must outlive the body; operations that were started go on without it.
/// Thread: that of the call's executor; the body itself is for one thread at a time.
class response_body {
 public:
  using executor_type = boost::asio::any_io_executor;
  static constexpr std::size_t default_limit = 64 * 1024 * 1024;

  response_body() noexcept;
  response_body(response_body&&) noexcept;
  response_body& operator=(response_body&&) noexcept;
  ~response_body();

  /// True for the answer of a streaming operation, however much of it has been read.
  explicit operator bool() const noexcept { return state_ != nullptr; }
  /// Content-Length, where the answer states it.
  std::optional<std::uint64_t> size() const noexcept;

  /// The next piece, valid until the next read; empty at the end. Three forms, as all operations here: throws
  /// aloft::error, gives it as a value, takes a completion token. Errors: connect, timeout, cancelled, protocol
  /// ("TruncatedResponse", "ChecksumMismatch").
  boost::asio::awaitable<std::string_view> read();
  boost::asio::awaitable<result<std::string_view>> try_read();
  template <class CompletionToken = default_token>
  auto async_read(CompletionToken&& token = CompletionToken{}) {
    return detail::initiate<std::string_view>(
        get_executor(), [this] { return try_read(); }, std::forward<CompletionToken>(token));
  }
  /// All that is left. Usage error "BodyTooLarge" when that is more than `limit` bytes.
  boost::asio::awaitable<std::string> collect(std::size_t limit = default_limit);
  boost::asio::awaitable<result<std::string>> try_collect(std::size_t limit = default_limit);
  template <class CompletionToken = default_token>
  auto async_collect(std::size_t limit = default_limit, CompletionToken&& token = CompletionToken{}) {
    return detail::initiate<std::string>(
        get_executor(), [this, limit] { return try_collect(limit); }, std::forward<CompletionToken>(token));
  }
  /// All that is left into a file; gives the number of bytes. A regular file appears, or is replaced, only when the
  /// whole body is there. Usage error "OutputFile" for one that cannot be written.
  boost::asio::awaitable<std::uint64_t> save(std::string path);
  boost::asio::awaitable<result<std::uint64_t>> try_save(std::string path);
  template <class CompletionToken = default_token>
  auto async_save(std::string path, CompletionToken&& token = CompletionToken{}) {
    return detail::initiate<std::uint64_t>(
        get_executor(), [this, path = std::move(path)] { return try_save(path); },
        std::forward<CompletionToken>(token));
  }

  /// For Asio's algorithms; signature void(boost::system::error_code, std::size_t). At the end asio::error::eof, when
  /// cancelled operation_aborted, after a timeout timed_out, and else what comes nearest: failure() knows more. `this`
  /// stays alive until completion.
  template <class MutableBufferSequence, class CompletionToken>
  auto async_read_some(const MutableBufferSequence& buffers, CompletionToken&& token) {
    return boost::asio::async_initiate<CompletionToken, void(boost::system::error_code, std::size_t)>(
        [this](auto handler, boost::asio::mutable_buffer into) {
          boost::asio::any_io_executor executor = boost::asio::get_associated_executor(handler, get_executor());
          start(into, std::move(executor), any_handler{std::move(handler)});
        },
        token, first_of(buffers));
  }
  executor_type get_executor() const noexcept;  ///< the call's

  /// Why reading ended early; nothing before, and after a good end.
  std::optional<error> failure() const;

  struct state;
  explicit response_body(std::shared_ptr<state> state) noexcept;

 private:
  using any_handler = boost::asio::any_completion_handler<void(boost::system::error_code, std::size_t)>;

  template <class Buffers>
  static boost::asio::mutable_buffer first_of(const Buffers& buffers) {
    for (auto at = boost::asio::buffer_sequence_begin(buffers); at != boost::asio::buffer_sequence_end(buffers); ++at)
      if (boost::asio::mutable_buffer one{*at}; one.size() > 0) return one;
    return {};
  }
  void start(boost::asio::mutable_buffer into, executor_type executor, any_handler handler);

  std::shared_ptr<state> state_;
};

}  // namespace aloft
