#include "http/request_head.hpp"

#include "core/ascii.hpp"
#include "core/byte_scan.hpp"
#include "http/failure.hpp"

#include <algorithm>
#include <charconv>

namespace aloft::http {
namespace {

/// Visible ASCII or UTF-8 bytes, spaces and tabs: RFC 9110 §5.5.
bool is_field_value(std::string_view text) noexcept {
  if (!any_below_or_del(text, 0x20)) return true;
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

void append_number(std::string& out, std::uint64_t value) {
  char digits[20];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
  out.append(digits, end);
}

}  // namespace

// Nothing in a field may end it, or its line, early.
result<void> check_field(std::string_view name, std::string_view value) {
  if (!ascii::is_token(name)) return invalid_request("\"" + std::string{name} + "\" is no name of a header field");
  if (!is_field_value(value))
    return invalid_request("the value of header " + std::string{name} + " holds a control character");
  return {};
}

bool takes_body(std::string_view method) noexcept { return method == "POST" || method == "PUT" || method == "PATCH"; }

result<void> check_target(const http_request& request) {
  if (!ascii::is_token(request.method)) return invalid_request("its method is not a token");
  if (request.path.empty() || request.path.front() != '/') return invalid_request("its path does not start with '/'");
  if (any_below_or_del(request.path, 0x21) || any_below_or_del(request.query, 0x21))
    return invalid_request("its path or query holds a space or control character that is not percent-encoded");
  if (request.host.empty() || any_below_or_del(request.host, 0x21))
    return invalid_request("its host is empty or holds a space or control character");
  return {};
}

result<void> compose_head(const http_request& request, const body_framing& body, const proxy_fields& proxy,
                          std::string& out) {
  if (auto checked = check_target(request); !checked) return checked;

  out.clear();
  out.append(request.method).append(" ");
  if (proxy.absolute_target) out.append(request.scheme).append("://").append(request.authority());
  out.append(request.path);
  if (!request.query.empty()) out.append("?").append(request.query);
  out.append(" HTTP/1.1\r\n");

  bool host_given = false, coding_given = false;
  for (const auto& [name, value] : request.headers) {
    if (const auto checked = check_field(name, value); !checked) return checked.error();
    if (name.size() == 4 && iequals(name, "host")) host_given = true;
    if (name.size() == 15 && iequals(name, "accept-encoding")) coding_given = true;
    if (name.size() == 14 && iequals(name, "content-length")) continue;
    if (name.size() == 17 && iequals(name, "transfer-encoding")) continue;
    out.append(name).append(": ").append(value).append("\r\n");
  }
  if (!coding_given) out.append("Accept-Encoding: identity\r\n");
  if (!host_given) out.append("Host: ").append(request.authority()).append("\r\n");
  if (!proxy.authorization.empty()) out.append("Proxy-Authorization: ").append(proxy.authorization).append("\r\n");
  if (!body.length) {
    out.append("Transfer-Encoding: chunked\r\n");
  } else if (*body.length > 0 || takes_body(request.method)) {
    out.append("Content-Length: ");
    append_number(out, *body.length);
    out.append("\r\n");
  }
  out.append("\r\n");
  return {};
}

result<void> append_trailers(const header_list& fields, std::string& out) {
  for (const auto& [name, value] : fields) {
    if (const auto checked = check_field(name, value); !checked) return checked.error();
    out.append(name).append(": ").append(value).append("\r\n");
  }
  return {};
}

}  // namespace aloft::http
