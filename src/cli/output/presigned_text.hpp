#pragma once
// --presign: what somebody else needs to send a request.

#include "aloft/presign.hpp"
#include "cli/options/global_options.hpp"

#include <string>

namespace aloft::cli {

/// The URL and a line end; with --print-request the whole request.
std::string print_presigned(const presigned_request& request, request_form form);

/// What must be sent beside a GET of the URL, as a sentence: method, headers, body; "" when the URL is enough.
std::string presigned_note(const presigned_request& request);

/// A command that uploads FILE by the form; every word is safe for a POSIX shell.
std::string print_curl(const presigned_post& form);

}  // namespace aloft::cli
