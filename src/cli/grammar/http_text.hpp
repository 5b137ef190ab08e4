#pragma once
// Requests as people have them: as text on a file, or as curl's arguments.

#include "aloft/error.hpp"
#include "aloft/http_message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

/// A request line, header fields (continuation lines too), an empty line, the body. The host is that of an absolute
/// target or of the header Host; the scheme https unless the target has one. A Content-Length is checked. Characters
/// that no request line can hold are percent-encoded. Usage error "BadRequest".
result<http_request> read_http_text(std::string_view text);

/// Takes curl's arguments out of the words: [-X METHOD] [-H 'Name: value'] [-d DATA|@FILE] [--data-binary, --data-raw,
/// --json] [-I] [-A AGENT] URL, and what it has no use for here (-s, -S, -v, -i, -L, -k, -o FILE). An address without
/// scheme is https's. Usage errors "BadRequest", "BadOption", those of files.
result<http_request> read_curl_words(std::vector<std::string> words);

}  // namespace aloft::cli
