#pragma once
// One request and its answer: an HTTP/1.1 connection for one turn, or a stream of an HTTP/2 connection.
//
//   start, write, finish   the request, in this order; write and finish only where it does not hold all of its body
//   head, read             the answer: its head once, then its body
//   exchange_ptr           the end: what carried the exchange may carry others
//
// The two directions may be used at once by two coroutines of one executor. A final answer may come while the request
// is still being sent, and ends the sending.
//
// Of start, write, finish, head and read:
// Cancellation: terminal; the exchange is of no further use, its end closes what carried it. One that came between two
//   of them is seen by the next.
// Errors: connect, timeout, cancelled, protocol, as listed in transport.hpp; the exchange is of no further use.
//   error_info::request says how far the request had got.
// Lifetime: what is passed in must live until the operation is over.
// Thread: the exchange's executor or strand; cancel() from any.

#include <aloft/http_message.hpp>
#include "aloft/error.hpp"
#include "aloft/observer.hpp"
#include "http/body.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace aloft::http {

/// What a request says about the length of its body.
struct body_framing {
  std::optional<std::uint64_t> length;  ///< nothing: chunked
};

/// The head of an answer.
struct response_head {
  int status = 0;
  header_list headers;
};

class exchange {
 public:
  /// Sends the head and the bytes of the body that the request holds, in one write where they are small. `body` is the
  /// whole body's length; where it is longer than request.body, write() and finish() follow. Waits for the server's
  /// consent where the request expects it (Expect: 100-continue). A kept connection that turns out to be closed before
  /// a byte has left is replaced by a new one. Ends with: true when the server takes more; false when its answer is
  /// there already, or cannot but be: see head(). Errors: also usage InvalidRequest.
  virtual boost::asio::awaitable<result<bool>> start(const http_request& request, body_framing body) = 0;

  /// Sends a further piece of the body, not empty, at the speed of the server.
  /// Ends with: as start().
  /// Errors: also usage BodyLengthMismatch, before anything of a piece is sent that is too long.
  virtual boost::asio::awaitable<result<bool>> write(std::string_view piece) = 0;

  /// The end of the body; fields behind it where it goes in chunks.
  /// Ends with: as start().
  /// Errors: also usage BodyLengthMismatch when bytes are missing, InvalidRequest for fields that cannot be sent.
  virtual boost::asio::awaitable<result<bool>> finish(const header_list& trailers) = 0;

  /// The head of the final answer; 1xx answers are passed over. Once.
  virtual boost::asio::awaitable<result<response_head>> head() = 0;

  /// The next piece of the answer's body, a view valid until the next call or the end; empty at the end of the body.
  /// Errors: also usage NoAnswer before there is a head.
  virtual boost::asio::awaitable<result<std::string_view>> read() = 0;

  /// What read() would give where it need not wait; nothing where it has to.
  virtual std::optional<result<std::string_view>> read_at_hand() { return std::nullopt; }

  /// Ends what is under way in both directions, as cancelled. Thread: any.
  virtual void cancel() noexcept = 0;

  /// The attempt's deadline, if it has not passed, counts no more; the idle limit goes on.
  virtual void lift_deadline() noexcept = 0;

  /// A new idle limit, from the next wait on; zero: there is none.
  virtual void limit_silence(std::chrono::milliseconds longest) noexcept = 0;

  /// How long a piece may wait for the server to take it; zero: for ever. HTTP/1.1 has limit_silence() alone.
  virtual void limit_sending(std::chrono::milliseconds /*longest*/) noexcept {}

  /// What carries this exchange carried an earlier one. Known for good once start() is over.
  virtual bool reused() const noexcept = 0;
  /// Any byte of the final answer has been seen.
  virtual bool answer_started() const noexcept = 0;
  /// Where the time went, as far as the exchange has come.
  virtual const exchange_timings& timings() const noexcept = 0;

 protected:
  enum class ending {
    released,  ///< it may have come to its end: what carried it is kept if so
    unused,    ///< nothing was sent: what would have carried it is kept
    dropped,   ///< wherever it stands
  };
  ~exchange() = default;

 private:
  friend class exchange_ptr;
  /// The exchange is used no more by its owner.
  virtual void end(ending how) noexcept = 0;
};

/// Owns an exchange. Destroyed without release(): what carried it is closed (HTTP/2: its stream is reset).
class exchange_ptr {
 public:
  exchange_ptr() noexcept = default;
  explicit exchange_ptr(exchange* owned) noexcept : at_{owned} {}
  exchange_ptr(exchange_ptr&& other) noexcept : at_{std::exchange(other.at_, nullptr)} {}
  exchange_ptr& operator=(exchange_ptr&& other) noexcept {
    if (this != &other) end(exchange::ending::dropped, std::exchange(other.at_, nullptr));
    return *this;
  }
  ~exchange_ptr() { end(exchange::ending::dropped, nullptr); }

  explicit operator bool() const noexcept { return at_ != nullptr; }
  exchange* operator->() const noexcept { return at_; }
  exchange& operator*() const noexcept { return *at_; }

  /// The end, well or not: what carried the exchange goes back to the pool where it allows that (HTTP/1.1: request sent
  /// and answer read to their ends, no `close`, nothing beyond), and is closed otherwise. Empty afterwards.
  void release() noexcept { end(exchange::ending::released, nullptr); }
  /// Whose it is now.
  exchange* disown() noexcept { return std::exchange(at_, nullptr); }
  /// Gives back what was never started. Empty afterwards.
  void return_unused() noexcept { end(exchange::ending::unused, nullptr); }

 private:
  void end(exchange::ending how, exchange* next) noexcept {
    if (exchange* const over = std::exchange(at_, next)) over->end(how);
  }
  exchange* at_ = nullptr;
};

/// Sends a request, the request's own bytes and then what `body` gives (null: nothing more), and waits for the head of
/// the answer. A body is read while the answer is awaited, in a coroutine of its own on the same executor: an answer,
/// a deadline or a cancellation ends its read() through the cancellation slot.
/// Errors: those of the exchange and of the body; usage BodyFailed for a body that throws.
boost::asio::awaitable<result<response_head>> send(exchange& over, const http_request& request, body_source* body);

}  // namespace aloft::http
