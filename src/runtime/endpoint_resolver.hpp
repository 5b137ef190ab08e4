#pragma once
// Where a call goes and how it is signed there.

#include "aloft/error.hpp"
#include "http/transport.hpp"
#include "model/service.hpp"

#include <boost/json/fwd.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::runtime {

/// How a request is signed.
enum class auth_scheme {
  sigv4,
  sigv4a,
  bearer,
  none,
};

/// A place to send requests to. Immutable and shared by the calls that go there.
struct endpoint {
  http::origin origin;
  std::string host;               ///< as in the request: IPv6 literals in brackets
  std::string base_path;          ///< "" or "/prefix", without a '/' at its end
  bool takes_host_prefix = true;  ///< false for IP literals and localhost: nothing can be put before them
  auth_scheme scheme = auth_scheme::sigv4;
  std::string signing_region;  ///< for SigV4a the region set
  std::string signing_name;
  bool double_encode_path = true;
  std::vector<std::pair<std::string, std::string>> headers;  ///< to be added to each request

  /// "https://host[:port]", without the port where it is the scheme's own.
  std::string url() const;
};

/// Implementations are thread-safe, cheap to ask again for what they gave before, and do no I/O.
class endpoint_resolver {
 public:
  virtual ~endpoint_resolver() = default;
  /// Errors: config or usage ("EndpointError"): nothing in the rules fits, or a parameter is missing or wrong.
  virtual result<std::shared_ptr<const endpoint>> resolve(const model::operation& operation,
                                                          const boost::json::value& input) const = 0;
};

/// An endpoint from a URL: scheme://host[:port][/path]. Config error "InvalidEndpointUrl" that names `source`.
result<endpoint> parse_endpoint_url(std::string_view url, std::string_view source);

/// Always the same endpoint.
std::shared_ptr<const endpoint_resolver> fixed_endpoint(endpoint where);

}  // namespace aloft::runtime
