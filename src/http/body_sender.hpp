#pragma once
// The bytes of a request on their way out, with an eye on the other direction: a server may answer before it has read
// everything, and may then read no further.

#include "http/connection.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace aloft::http {

/// How sending ended.
struct sending {
  enum class verdict {
    done,      ///< everything is out
    answered,  ///< the final answer is there, or the end of the connection: reading on shows which
    broken,    ///< the connection failed: see `failure`; an answer may be there nevertheless
    no_body,   ///< the body's source failed: see `fault`
  } what = verdict::done;
  boost::system::error_code failure;
  std::optional<error> fault;
};

/// Sends a head and a body that is in memory.
boost::asio::awaitable<sending> send_pieces(connection& on, write_pieces pieces);

/// Sends what the source gives: `length` bytes, or in chunks when that is nothing.
boost::asio::awaitable<sending> send_source(connection& on, body_source& from, std::optional<std::uint64_t> length);

/// After "Expect: 100-continue": waits for the server's word, or for a second, as botocore does.
boost::asio::awaitable<sending> wait_for_consent(connection& on);

}  // namespace aloft::http
