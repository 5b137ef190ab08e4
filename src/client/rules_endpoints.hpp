#pragma once
// Endpoints by AWS's rule sets, as the call pipeline asks for them.

#include "endpoint/binder.hpp"
#include "runtime/endpoint_resolver.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace aloft::client_detail {

/// Partitions and compiled rule sets of a session, each made at its first use. Thread-safe.
class rule_sets {
 public:
  /// Errors: config: no models, damaged rules; "NoEndpointRules" for a service that has none.
  result<std::shared_ptr<const endpoint::rule_set>> of(const model::service& service);

 private:
  std::mutex mutex_;
  std::shared_ptr<const endpoint::partitions> partitions_;
  std::map<std::string, std::shared_ptr<const endpoint::rule_set>, std::less<>> compiled_;
};

/// What a client's calls are resolved with.
struct rules_client {
  std::shared_ptr<const model::service> service;
  std::string region;
  std::string sigv4a_regions;  ///< for SigV4a instead of the endpoint's; empty: those
  std::string url_source;      ///< where a custom endpoint was named, for messages; empty: AWS's own
  endpoint::settings settings;
};

/// How requests are signed where the rules say nothing: the model's signing name in the client's region.
void set_standard_signing(runtime::endpoint& of, const model::service& service, const std::string& region,
                          const std::string& sigv4a_regions);

std::shared_ptr<const runtime::endpoint_resolver> endpoints_by_rules(std::shared_ptr<const endpoint::rule_set> rules,
                                                                     rules_client client);

}  // namespace aloft::client_detail
