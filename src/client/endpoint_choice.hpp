#pragma once
// Which endpoint a client's calls go to: the one that code or configuration names, else what the service's rules say.

#include "client/client_state.hpp"

namespace aloft::client_detail {

/// Errors: config: an endpoint URL that cannot be used, no rules where they are needed.
result<std::shared_ptr<const runtime::endpoint_resolver>> choose_endpoints(const client::state& of,
                                                                           const config::settings& settings,
                                                                           const std::string& region);

}  // namespace aloft::client_detail
