#pragma once
// The head of a request as HTTP/2 has it.

#include <aloft/http_message.hpp>
#include "aloft/error.hpp"
#include "http/exchange.hpp"

namespace aloft::http {

/// Names in lower case, those with ':' first. What belongs to a connection of HTTP/1.1 is left out, ":authority" is the
/// request's Host; content-length from the framing. Errors: as compose_head().
result<header_list> h2_head(const http_request& request, const body_framing& body);

/// The same of fields alone, behind a body or of an answer.
result<header_list> h2_fields(const header_list& fields);

}  // namespace aloft::http
