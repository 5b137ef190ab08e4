#pragma once
// Which proxy serves which origin: HTTP_PROXY, HTTPS_PROXY and NO_PROXY as botocore reads them. No I/O.

#include "http/transport.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aloft::http {

struct proxy {
  origin at;                  ///< scheme, host and port of the proxy itself
  std::string authorization;  ///< value of Proxy-Authorization; empty: none
};

class proxy_settings {
 public:
  /// Errors (config): InvalidProxy.
  static result<proxy_settings> parse(std::string_view for_http, std::string_view for_https, std::string_view except);

  /// The proxy for requests to `to`; null when they go directly.
  const proxy* choose(const origin& to) const;

 private:
  std::optional<proxy> http_, https_;
  bool never_ = false;               ///< NO_PROXY is "*"
  std::vector<std::string> except_;  ///< lower case, without leading dots
};

}  // namespace aloft::http
