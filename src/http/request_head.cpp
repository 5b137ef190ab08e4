#include "http/request_head.hpp"

#include "http/failure.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace aloft::http {
namespace {

/// Any byte below `first` or DEL, eight at a time: every byte of every header passes through here.
bool has_byte_below(std::string_view text, unsigned char first) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101U, highs = 0x8080808080808080U;
  const char* at = text.data();
  std::size_t left = text.size();
  std::uint64_t found = 0;
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, at, 8);
    const std::uint64_t del = word ^ (ones * 0x7f);
    found |= ((word - ones * first) & ~word) | ((del - ones) & ~del);
  }
  bool any = (found & highs) != 0;
  for (; left > 0; ++at, --left) any |= static_cast<unsigned char>(*at) < first || *at == 0x7f;
  return any;
}

/// Visible ASCII or UTF-8 bytes, spaces and tabs: RFC 9110 §5.5.
bool is_field_value(std::string_view text) noexcept {
  if (!has_byte_below(text, 0x20)) return true;
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

// tchar of RFC 9110 §5.6.2, by byte.
constexpr auto token_bytes = [] {
  std::array<bool, 256> out{};
  for (const char c : std::string_view{"!#$%&'*+-.^_`|~0123456789"}) out[static_cast<unsigned char>(c)] = true;
  for (int c = 'a'; c <= 'z'; ++c)
    out[static_cast<std::size_t>(c)] = out[static_cast<std::size_t>(c - 'a' + 'A')] = true;
  return out;
}();

bool is_token(std::string_view text) noexcept {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return token_bytes[static_cast<unsigned char>(c)]; });
}

/// Nothing in a field may end it, or its line, early.
result<void> check_field(std::string_view name, std::string_view value) {
  if (!is_token(name)) return invalid_request("\"" + std::string{name} + "\" is no name of a header field");
  if (!is_field_value(value))
    return invalid_request("the value of header " + std::string{name} + " holds a control character");
  return {};
}

bool takes_body(std::string_view method) noexcept { return method == "POST" || method == "PUT" || method == "PATCH"; }

void append_number(std::string& out, std::uint64_t value) {
  char digits[20];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), value).ptr;
  out.append(digits, end);
}

}  // namespace

result<void> compose_head(const http_request& request, const body_framing& body, const proxy_fields& proxy,
                          std::string& out) {
  if (!is_token(request.method)) return invalid_request("its method is not a token");
  if (request.path.empty() || request.path.front() != '/') return invalid_request("its path does not start with '/'");
  if (has_byte_below(request.path, 0x21) || has_byte_below(request.query, 0x21))
    return invalid_request("its path or query holds a space or control character that is not percent-encoded");
  if (request.host.empty() || has_byte_below(request.host, 0x21))
    return invalid_request("its host is empty or holds a space or control character");

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
