#pragma once
// A way through a proxy: CONNECT (RFC 9110 §9.3.6).

#include "http/connection.hpp"
#include "http/proxy.hpp"

#include <boost/asio/awaitable.hpp>

namespace aloft::http {

/// Asks the proxy at the other end of `on` to pass bytes to the connection's origin. Errors: ProxyRefused, and those of
/// an exchange.
boost::asio::awaitable<result<void>> open_tunnel(connection& on, const proxy& through);

}  // namespace aloft::http
