#pragma once
// Which endpoint a client's calls go to: the one that code or configuration names, as the service's rules take it.

#include <aloft/config/settings.hpp>
#include "aloft/endpoint_options.hpp"
#include "client/rules_endpoints.hpp"
#include "runtime/endpoint_discovery.hpp"

#include <memory>
#include <string>

namespace aloft::client_detail {

/// A client as far as addresses go.
struct addressed_client {
  std::shared_ptr<const model::service> service;
  std::string region;
  endpoint_options options;
  config::setting url;  ///< the custom endpoint; empty: AWS's own
};

/// Errors: config: an endpoint URL that cannot be used, no rules where they are needed.
result<std::shared_ptr<const runtime::endpoint_resolver>> choose_endpoints(const addressed_client& of,
                                                                           rule_sets& known_rules);

/// endpoint_discovery_enabled of environment and profile. Errors: config "InvalidSetting".
result<runtime::discovery_use> discovery_use_of(const config::settings& settings);

}  // namespace aloft::client_detail
