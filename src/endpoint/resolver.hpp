#pragma once
// The endpoint of a call: a service's rule set, applied to the caller's settings and the call's input, with the answer
// kept per set of parameter values. One resolver serves all clients of a service; thread-safe.

#include "endpoint/parameters.hpp"

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace aloft::endpoint {

/// A decision with its URL taken apart.
struct resolved {
  std::string scheme;
  std::string host;        ///< without port; IPv6 literals in brackets
  std::uint16_t port = 0;  ///< 0: the scheme's default
  std::string path;        ///< prefix of the request's path, without a slash at its end; often empty
  std::vector<auth_scheme> auth_schemes;
  std::vector<std::pair<std::string, std::vector<std::string>>> headers;
};

/// Takes a decision apart. A URL without scheme or host, or with a query, is a config error "InvalidEndpoint".
result<resolved> take_apart(decision from);

class resolver {
 public:
  resolver(std::shared_ptr<const model::service> service, std::shared_ptr<const partitions> partitions);

  result<std::shared_ptr<const resolved>> resolve(const model::operation& operation, const boost::json::value& input,
                                                  const settings& settings);

 private:
  result<std::shared_ptr<const rule_set>> rules();

  const std::shared_ptr<const model::service> service_;
  const std::shared_ptr<const partitions> partitions_;
  std::mutex mutex_;
  std::shared_ptr<const rule_set> rules_;  ///< compiled at first use
  std::unordered_map<std::string, std::shared_ptr<const resolved>> cache_;
};

}  // namespace aloft::endpoint
