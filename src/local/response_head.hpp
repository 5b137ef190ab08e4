#pragma once
// The head of an HTTP/1.1 answer as bytes.

#include <aloft/http_message.hpp>

#include <chrono>
#include <string>

namespace aloft::local {

/// Status line and fields, up to and with the empty line. Adds Date, Server, Content-Length and, unless the connection
/// is kept, Connection: close.
std::string response_head(const http_response& response, std::chrono::system_clock::time_point now, bool keep_alive);

}  // namespace aloft::local
