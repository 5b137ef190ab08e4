#pragma once
// Where a call goes and how it may be signed there.

#include "aloft/error.hpp"
#include "http/transport.hpp"
#include "model/service.hpp"
#include "serde/edited_input.hpp"

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
  sigv4_s3express,  ///< SigV4 with the keys of a directory bucket's session
  bearer,
  none,
};

/// One way to sign requests at an endpoint.
struct signing_scheme {
  auth_scheme scheme = auth_scheme::sigv4;
  std::string region;  ///< for SigV4a the region set
  std::string name;    ///< signing name
  bool double_encode_path = true;
};

/// A place to send requests to. Immutable and shared by the calls that go there.
struct endpoint {
  http::origin origin;
  std::string host;                     ///< as in the request: IPv6 literals in brackets
  std::string base_path;                ///< "" or "/prefix", without a '/' at its end
  bool takes_host_prefix = true;        ///< false for IP literals and localhost: nothing can be put before them
  std::vector<signing_scheme> schemes;  ///< that the rules name for it, best first; empty: as the model has it
  signing_scheme standard;              ///< region and signing name where the rules name none
  signing_scheme standard_sigv4a;       ///< the same with a region set
  std::vector<std::pair<std::string, std::string>> headers;  ///< to be added to each request

  /// "https://host[:port]", without the port where it is the scheme's own.
  std::string url() const;
};

/// What an endpoint is asked for.
struct endpoint_query {
  const model::operation& operation;
  const serde::edited_input& input;
  std::string_view account_id;   ///< of the caller's keys; empty: it is not known
  std::string_view region = {};  ///< instead of the client's; empty: that one
};

/// Implementations are thread-safe, cheap to ask again for what they gave before, and do no I/O.
class endpoint_resolver {
 public:
  virtual ~endpoint_resolver() = default;
  /// Errors: config "InvalidEndpointConfiguration" with the rule's own message: nothing in the rules fits, or a
  /// parameter is missing or wrong.
  virtual result<std::shared_ptr<const endpoint>> resolve(const endpoint_query& query) const = 0;
};

/// An endpoint from a URL: scheme://host[:port][/path]. Config error "InvalidEndpointUrl" that names `source`.
result<endpoint> parse_endpoint_url(std::string_view url, std::string_view source);

/// Always the same endpoint.
std::shared_ptr<const endpoint_resolver> fixed_endpoint(endpoint where);

}  // namespace aloft::runtime
