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
  } what = verdict::done;
  boost::system::error_code failure;
};

/// Sends a head and a body that is in memory, on a connection with nothing on its way, as far as that needs no waiting:
/// nearly always the whole of it. Nothing where some is left, in `pieces`.
std::optional<sending> send_at_once(connection& on, write_pieces& pieces);

/// The same to its end.
boost::asio::awaitable<sending> send_pieces(connection& on, write_pieces pieces);

/// The same where the socket may be full: looks before it writes, as room and an answer may come together. While
/// another coroutine reads, the answer is that one's to see.
boost::asio::awaitable<sending> send_watching(connection& on, write_pieces pieces);

/// After "Expect: 100-continue": waits for the server's word, or for a second, as botocore does.
boost::asio::awaitable<sending> wait_for_consent(connection& on);

}  // namespace aloft::http
