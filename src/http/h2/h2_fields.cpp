#include "http/h2/h2_fields.hpp"

#include "core/ascii.hpp"
#include "http/request_head.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace aloft::http {
namespace {

/// RFC 9113 §8.2.2, and what is said elsewhere.
bool belongs_to_connection(std::string_view name) noexcept {
  static constexpr std::array<std::string_view, 8> names{
      "connection", "keep-alive", "proxy-connection", "upgrade", "te", "host", "content-length", "transfer-encoding"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

result<void> append(const header_list& fields, header_list& out) {
  for (const auto& [name, value] : fields) {
    if (const auto checked = check_field(name, value); !checked) return checked.error();
    const std::string lower = ascii::lower(name);
    if (!belongs_to_connection(lower)) out.add(lower, ascii::trim(value));
  }
  return {};
}

}  // namespace

result<header_list> h2_head(const http_request& request, const body_framing& body) {
  if (const auto checked = check_target(request); !checked) return checked.error();
  header_list out;
  out.add(":method", request.method);
  out.add(":scheme", request.scheme);
  const auto host = request.headers.find("Host");
  out.add(":authority", host && !host->empty() ? std::string{*host} : request.authority());
  if (request.query.empty())
    out.add(":path", request.path);
  else
    out.add(":path", {request.path, "?", request.query});
  if (auto done = append(request.headers, out); !done) return done.error();
  if (!out.contains("accept-encoding")) out.add("accept-encoding", "identity");
  if (body.length && (*body.length > 0 || takes_body(request.method)))
    out.add("content-length", std::to_string(*body.length));
  return out;
}

result<header_list> h2_fields(const header_list& fields) {
  header_list out;
  if (auto done = append(fields, out); !done) return done.error();
  return out;
}

}  // namespace aloft::http
