#include "runtime/endpoint_resolver.hpp"

#include "core/ascii.hpp"

#include <algorithm>
#include <charconv>

namespace aloft::runtime {
namespace {

error bad_url(std::string_view url, std::string_view source, std::string_view why) {
  std::string shown{url};
  for (char& c : shown)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return error{error_kind::config, "InvalidEndpointUrl",
               "The endpoint URL \"" + shown + "\" (" + std::string{source} + ") " + std::string{why} +
                   "; expected scheme://host[:port][/path] with http or https"};
}

bool is_host(std::string_view host) noexcept {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

bool is_ipv6(std::string_view text) noexcept {
  return text.find(':') != std::string_view::npos &&
         text.find_first_not_of("0123456789abcdef:.%") == std::string_view::npos;
}

bool is_visible(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

class fixed_resolver final : public endpoint_resolver {
 public:
  explicit fixed_resolver(endpoint where) : where_{std::make_shared<const endpoint>(std::move(where))} {}
  result<std::shared_ptr<const endpoint>> resolve(const endpoint_query&) const override { return where_; }

 private:
  std::shared_ptr<const endpoint> where_;
};

}  // namespace

std::string endpoint::url() const {
  const bool standard = origin.port == (origin.scheme == "http" ? 80 : 443);
  return origin.scheme + "://" + host + (standard ? "" : ':' + std::to_string(origin.port));
}

result<endpoint> parse_endpoint_url(std::string_view url, std::string_view source) {
  const auto colon = url.find("://");
  if (colon == std::string_view::npos) return bad_url(url, source, "has no scheme");
  endpoint out;
  out.origin.scheme = ascii::lower(url.substr(0, colon));
  if (out.origin.scheme != "http" && out.origin.scheme != "https")
    return bad_url(url, source, "has a scheme that aloft does not speak");
  const std::string_view rest = url.substr(colon + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  std::string_view path = rest.substr(authority.size());
  if (path.find_first_of("?#") != std::string_view::npos) return bad_url(url, source, "has a query or fragment");
  if (authority.find('@') != std::string_view::npos)
    return bad_url("(not shown)", source, "holds a user name or password");
  if (!is_visible(path)) return bad_url(url, source, "has a path with a blank or a byte that is not percent-encoded");

  std::string_view port;
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    out.origin.host = ascii::lower(authority.substr(1, end == std::string_view::npos ? end : end - 1));
    if (end == std::string_view::npos || !is_ipv6(out.origin.host))
      return bad_url(url, source, "has a malformed IPv6 address");
    out.host = '[' + out.origin.host + ']';
    port = authority.substr(end + 1);
    out.takes_host_prefix = false;
  } else {
    const std::string_view host = authority.substr(0, authority.find(':'));
    out.host = out.origin.host = ascii::lower(host);
    if (!is_host(out.host)) return bad_url(url, source, "has no valid host");
    port = authority.substr(host.size());
    out.takes_host_prefix = out.host != "localhost" && out.host.find_first_not_of("0123456789.") != std::string::npos;
  }
  if (port.empty() || port == ":") {
    out.origin.port = out.origin.scheme == "http" ? 80 : 443;
  } else {
    const auto [end, failure] = std::from_chars(port.data() + 1, port.data() + port.size(), out.origin.port);
    if (port.front() != ':' || failure != std::errc{} || end != port.data() + port.size() || out.origin.port == 0)
      return bad_url(url, source, "has no valid port");
  }
  while (path.ends_with('/')) path.remove_suffix(1);
  out.base_path = path;
  return out;
}

std::shared_ptr<const endpoint_resolver> fixed_endpoint(endpoint where) {
  return std::make_shared<const fixed_resolver>(std::move(where));
}

}  // namespace aloft::runtime
