#pragma once
// The head of an HTTP/1.1 answer as bytes.

#include <aloft/http_message.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace aloft::local {

/// Status line and fields, up to and with the empty line. Adds Date, Server, Content-Length (but to 204 and 304) and,
/// unless the connection is kept, Connection: close. `size`: that of the body where it is not in `response`.
std::string response_head(const http_response& response, std::chrono::system_clock::time_point now, bool keep_alive,
                          std::optional<std::uint64_t> size = {});

}  // namespace aloft::local
