#pragma once
// Bytes to and from a server: TCP, or TLS over it. One reader and one writer at a time, on one executor; operations
// follow the cancellation slot of the coroutine that awaits them.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>

#include <array>
#include <chrono>
#include <cstddef>

namespace aloft::http {

/// What became of a read or write. A read of 0 bytes comes with an error (end of file, when the peer has closed). A
/// write that failed counts what may have left all the same: 0 only when the peer cannot have seen a byte of it.
struct io_result {
  boost::system::error_code failure;
  std::size_t count = 0;
};

using io_task = boost::asio::awaitable<io_result>;
/// A head and a body; either may be empty, not both.
using write_pieces = std::array<boost::asio::const_buffer, 2>;

/// What somebody waits for.
enum class interest { read, write, both };

/// What a connection can do next.
enum class readiness {
  readable,     ///< bytes, or the end, have arrived
  writable,     ///< bytes can be sent
  late,         ///< neither, until the given time
  interrupted,  ///< by interrupt()
  cancelled,    ///< the caller has cancelled
};

/// What a connection that has nothing to say looks like.
enum class idle_state {
  quiet,        ///< open, and nothing has arrived
  closed,       ///< the peer has closed it, or it broke
  unsolicited,  ///< bytes have arrived that nobody asked for
};

class stream {
 public:
  virtual ~stream() = default;
  virtual io_task read_some(boost::asio::mutable_buffer into) = 0;
  /// Takes as much of both pieces as can be sent at once, at least a byte.
  virtual io_task write_some(write_pieces pieces) = 0;
  /// As much of the pieces as can be sent without waiting: 0 bytes and no failure where that is nothing, or not known.
  virtual io_result write_now(const write_pieces& pieces) = 0;
  /// Bytes that are there already, without waiting: 0 when there are none, -1 when there will be none any more.
  virtual std::ptrdiff_t read_now(boost::asio::mutable_buffer into) noexcept = 0;
  /// Waits until something can be read or written, as wanted; reading comes first when both are so.
  virtual boost::asio::awaitable<readiness> wait(interest what, std::chrono::steady_clock::time_point until) = 0;
  /// Ends a wait() that is under way.
  virtual void interrupt() noexcept = 0;
  /// Nothing that write_now() took waits for the next operation to be sent.
  virtual bool flushed() const noexcept { return true; }
  /// The last read took all that had arrived by then.
  virtual bool drained() const noexcept = 0;
  /// A look at a connection on which nothing is due, without waiting. What it finds stays where it is, but a connection
  /// that is not quiet is of no further use.
  virtual idle_state look() noexcept = 0;
};

}  // namespace aloft::http
