#pragma once
// The body of an answer as it arrives: of S3 GetObject, Polly SynthesizeSpeech, and every other operation whose output
// streams.

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

namespace aloft {

/// An AsyncReadStream. Nothing is read from the connection but what is asked for. Once the body has been read to its
/// end the connection serves other calls; destroyed before, it is closed. Checksums that the answer states are verified
/// at the end (response_checksum_validation): until then bytes are as good as the network. The call's timeouts ended
/// with the head of the answer; that no byte arrives for the session's idle_timeout is an error here too.
/// Move-only. One reader at a time.
class response_body {
 public:
  using executor_type = boost::asio::any_io_executor;

  response_body() noexcept;
  response_body(response_body&&) noexcept;
  response_body& operator=(response_body&&) noexcept;
  ~response_body();

  /// True for the answer of a streaming operation, however much of it has been read.
  explicit operator bool() const noexcept { return state_ != nullptr; }
  /// Content-Length, where the answer states it.
  std::optional<std::uint64_t> size() const noexcept;

  /// The next piece, valid until the next read; empty at the end. Errors: connect, timeout, cancelled, protocol
  /// ("TruncatedResponse", "ChecksumMismatch").
  boost::asio::awaitable<result<std::string_view>> read();
  /// All that is left. Usage error "BodyTooLarge" when that is more than `limit` bytes.
  boost::asio::awaitable<result<std::string>> collect(std::size_t limit = 64 * 1024 * 1024);
  /// All that is left into a file; gives the number of bytes. A regular file appears, or is replaced, only when the
  /// whole body is there. Usage error "OutputFile" for one that cannot be written.
  boost::asio::awaitable<result<std::uint64_t>> save(std::string path);

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
