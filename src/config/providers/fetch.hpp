#pragma once
// One small HTTP exchange with an endpoint that hands out credentials.

#include <aloft/http_message.hpp>
#include "aloft/error.hpp"
#include "core/random_source.hpp"
#include "http/transport.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string_view>

namespace aloft::config {

/// Splits "scheme://host[:port][/path][?query]" into a GET request. Config error "InvalidEndpointUrl" naming `source`.
result<http_request> request_to(std::string_view url, std::string_view source);

/// Sends and reads the whole answer, at most 1 MB, within `limit` by the clock. Errors: connect, timeout, cancelled,
/// protocol.
boost::asio::awaitable<result<http_response>> fetch(http::transport& by, const http_request& what,
                                                    std::chrono::milliseconds limit, const clock& time);

}  // namespace aloft::config
