#pragma once
// One request and its answer on a connection.

#include "http/connection.hpp"

#include <boost/asio/awaitable.hpp>

namespace aloft::http {

/// Sends the request and reads the answer's head.
boost::asio::awaitable<result<response_head>> exchange_heads(connection& on, const http_request& request,
                                                             body_source* body);

/// The next piece of the answer's body; empty at its end.
boost::asio::awaitable<result<std::string_view>> next_piece(connection& on);

/// Ends the exchange: true when the connection may carry another one.
bool end_exchange(connection& on) noexcept;

}  // namespace aloft::http
