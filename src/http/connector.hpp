#pragma once
// From a permission to a connection: name, TCP (the next address when one fails), proxy, TLS.

#include "http/connection.hpp"

#include <boost/asio/awaitable.hpp>

namespace aloft::http {

/// Makes the connection that the pool has counted, under the deadlines of its phases.
boost::asio::awaitable<result<void>> connect(direct_transport& transport, connection& making);

}  // namespace aloft::http
