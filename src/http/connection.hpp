#pragma once
// A connection with all that belongs to it: its stream, its read buffer, and the exchange it is carrying.

#include "flow/watchdog.hpp"
#include "http/exchange.hpp"
#include "http/response_parser.hpp"
#include "http/stream.hpp"
#include "http/transport.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace aloft::http {

class direct_transport;
struct origin_line;
struct proxy;

using flow::expiry;

/// Bytes read and not yet consumed. Grows while heads or bodies need it, and shrinks again between exchanges.
class read_buffer {
 public:
  static constexpr std::size_t usual = 4096, large = 64 * 1024;

  std::string_view held() const noexcept { return {bytes_.get() + begin_, end_ - begin_}; }
  void consume(std::size_t count) noexcept { begin_ += count; }
  /// Room for at least `wanted` further bytes behind those held, whose views become invalid.
  boost::asio::mutable_buffer room(std::size_t wanted);
  void filled(std::size_t count) noexcept {
    end_ += count;
    was_full_ = end_ == capacity_;
  }
  void reset() noexcept;

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
  bool was_full_ = false;  // by the last read: more is likely to be there
};

/// An HTTP/1.1 connection, which is the exchange that it carries: one at a time (its capacity is 1).
struct connection final : exchange, flow::watched {
  explicit connection(origin_line& of) noexcept : line{&of} {}
  ~connection() = default;

  boost::asio::awaitable<result<bool>> start(const http_request& request, body_framing body) override;
  boost::asio::awaitable<result<bool>> write(std::string_view piece) override;
  boost::asio::awaitable<result<bool>> finish(const header_list& trailers) override;
  boost::asio::awaitable<result<response_head>> head() override;
  boost::asio::awaitable<result<std::string_view>> read() override;
  std::optional<result<std::string_view>> read_at_hand() override;
  void cancel() noexcept override;
  void lift_deadline() noexcept override;
  void limit_silence(std::chrono::milliseconds longest) noexcept override { idle = longest; }
  bool reused() const noexcept override { return times.reused; }
  bool answer_started() const noexcept override { return answer_begun; }
  const exchange_timings& timings() const noexcept override { return times; }
  void end(ending how) noexcept override;

  void expire(expiry why) noexcept override;

  origin_line* const line;                  ///< the pool's place for this origin
  std::shared_ptr<direct_transport> owner;  ///< set while in use: a pooled connection does not keep its pool alive
  std::unique_ptr<stream> io;               ///< null until TCP is made
  int descriptor = -1;                      ///< under the lock: what expire() may shut down; valid only while it is set
  bool given_up = false;                    ///< under the lock: by cancel()
  bool connecting = true;                   ///< counted as such by the pool
  http2_use http2 = http2_use::never;       ///< what is offered while it is made
  bool speaks_http2 = false;                ///< what was agreed
  const proxy* via = nullptr;               ///< the proxy on the way, if any; lives in the transport
  // The exchange. Everything below belongs to the coroutines that use it.
  deadlines limits;
  std::chrono::milliseconds idle{0};  ///< 0: no limit
  exchange_timings times;             ///< `reused`: the connection carried an earlier exchange
  steady_time began;                  ///< sending

  // The request.
  std::string fields;  ///< its head, then what stands around a chunk; kept for its capacity
  body_framing framing;
  std::uint64_t body_sent = 0;  ///< bytes of the body, without what stands around chunks
  request_progress request = request_progress::not_sent;
  boost::system::error_code write_failure;  ///< an answer may be there nevertheless
  bool uploading = false;                   ///< more of the body follows
  bool writing = false;                     ///< a coroutine waits for room

  // The answer.
  read_buffer input;
  std::optional<response_parser> answer;
  boost::system::error_code unparsable;  ///< the bytes of the answer are none of HTTP/1.1
  int interim_answers = 0;
  bool no_body = false;       ///< the request is one whose answer has no body
  bool reading = false;       ///< a coroutine reads: nobody else may
  bool answer_begun = false;  ///< a byte of the final one has come
  bool head_given = false;
  bool failed = false;  ///< the exchange ended with an error: nothing more can be done here
};

using connection_ptr = std::unique_ptr<connection>;

}  // namespace aloft::http
