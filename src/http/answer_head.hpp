#pragma once
// Steps that exchanges and tunnels share: reading the head of an answer, and saying what went wrong.

#include "http/connection.hpp"
#include "http/failure.hpp"

#include <boost/asio/awaitable.hpp>

namespace aloft::http {

/// Forgets the last exchange.
void begin_exchange(connection& on, bool no_body);

/// Bytes are due from now on, for as long as the idle limit allows.
void expect_progress(connection& on) noexcept;

std::chrono::microseconds since(const connection& on, steady_time begin) noexcept;

/// Parses what has been read, passing over interim answers: true when the final head is there, or the bytes are none of
/// HTTP/1.1 (`on.unparsable`).
bool advance_head(connection& on);

/// Before and after a read of the connection's stream. Two functions around the read: it costs no coroutine of its own.
boost::asio::mutable_buffer room_to_read(connection& on, std::size_t wanted);
boost::system::error_code take_in(connection& on, const io_result& got) noexcept;

/// Reads until there is the head of a final answer.
boost::asio::awaitable<result<void>> read_head(connection& on);

/// How far the exchange has come.
exchange_progress progress_of(const connection& on);

/// The error of a failed read or write: a deadline, a cancellation, or the connection's own.
error explain(connection& on, const boost::system::error_code& failure);
/// The error of an answer that cannot be parsed.
error refuse(connection& on, const boost::system::error_code& failure);

}  // namespace aloft::http
