#pragma once
// A connection with all that belongs to it: its stream, its read buffer, and the exchange it is carrying.

#include "flow/watchdog.hpp"
#include "http/response_parser.hpp"
#include "http/stream.hpp"

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

struct lease::state final : flow::watched {
  explicit state(origin_line& of) noexcept : line{&of} {}
  ~state() = default;

  void expire(expiry why) noexcept override;

  origin_line* const line;                  ///< the pool's place for this origin
  std::shared_ptr<direct_transport> owner;  ///< set while leased: a pooled connection does not keep its pool alive
  std::unique_ptr<stream> io;               ///< null until TCP is made
  int descriptor = -1;                      ///< under the lock: what expire() may shut down; valid only while it is set
  bool connecting = true;                   ///< counted as such by the pool
  bool reused = false;
  const proxy* via = nullptr;  ///< the proxy on the way, if any; lives in the transport
  std::chrono::microseconds waited{0};

  // The exchange. Everything below belongs to the coroutine that holds the lease.
  deadlines limits;
  std::chrono::milliseconds idle{0};  ///< 0: no limit
  read_buffer input;
  std::optional<response_parser> answer;
  boost::system::error_code unparsable;  ///< the bytes of the answer are none of HTTP/1.1
  int interim_answers = 0;
  bool no_body = false;  ///< the request is one whose answer has no body
  std::string head;      ///< of the request; kept for its capacity
  request_progress request = request_progress::not_sent;
  bool answer_started = false;  ///< the final one
  bool failed = false;          ///< the exchange ended with an error: nothing more can be done here
};

using connection = lease::state;
using connection_ptr = std::unique_ptr<connection>;

}  // namespace aloft::http
