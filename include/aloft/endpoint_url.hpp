#pragma once
// URLs of endpoints, taken apart: scheme, host and port, and a path in front of all requests.

#include <aloft/error.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace aloft {

struct endpoint_url {
  std::string scheme;      ///< "http" or "https"
  std::string host;        ///< IPv6 literals in brackets
  std::uint16_t port = 0;  ///< the scheme's own where the URL names none
  std::string path;        ///< "" or "/prefix", without a '/' at its end

  bool has_standard_port() const noexcept { return port == (scheme == "http" ? 80 : 443); }
};

/// scheme://host[:port][/path]. Config error "InvalidEndpointUrl" that names `source`, the place where the URL stands.
/// Pure; thread-safe.
result<endpoint_url> split_endpoint_url(std::string_view url, std::string_view source);

}  // namespace aloft
