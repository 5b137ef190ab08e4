#pragma once
// The head of a request as bytes.

#include <aloft/http_message.hpp>
#include "aloft/error.hpp"
#include "http/exchange.hpp"

#include <string>
#include <string_view>

namespace aloft::http {

/// Refuses a method, path, query or host with bytes that would end the line, or a name in HTTP/2, early.
result<void> check_target(const http_request& request);
/// The same of a field.
result<void> check_field(std::string_view name, std::string_view value);
/// Requests of this method say how long their body is even where it is empty.
bool takes_body(std::string_view method) noexcept;

/// What a proxy that relays plain requests needs in them.
struct proxy_fields {
  bool absolute_target = false;  ///< "GET http://host/path" in place of "GET /path"
  std::string authorization;     ///< value of Proxy-Authorization; empty: none
};

/// Writes request line and fields into `out` (whose old content is dropped). Host comes from the request's authority
/// unless the request has one; an answer is asked for as it is (RFC 9110 §12.5.3: silence allows any coding) unless the
/// request says otherwise; Content-Length or Transfer-Encoding from the framing, whatever the request says. Refuses
/// bytes that would end a line or a field early.
result<void> compose_head(const http_request& request, const body_framing& body, const proxy_fields& proxy,
                          std::string& out);

/// Appends the fields behind a chunked body, without the empty line.
result<void> append_trailers(const header_list& fields, std::string& out);

}  // namespace aloft::http
