#pragma once
// --print-request: a signed request as text.

#include "aloft/client.hpp"

#include <string>
#include <string_view>

namespace aloft::cli {

/// The request line, the header fields, an empty line, the body.
std::string print_http(const prepared_request& request);

/// A command that sends the request; every word is safe for a POSIX shell.
std::string print_curl(const prepared_request& request);

/// One word for a POSIX shell.
std::string shell_word(std::string_view text);

}  // namespace aloft::cli
