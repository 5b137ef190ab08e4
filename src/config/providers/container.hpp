#pragma once
// Credentials of a container: Amazon ECS tasks and EKS pods.

#include "config/providers/context.hpp"

#include <optional>

namespace aloft::config {

/// The request that AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, or else …_FULL_URI asks for, without authorization; nothing
/// when neither is set. Plain http is for loopback addresses and the hosts that AWS gives to containers. Config error
/// "InvalidContainerUri".
result<std::optional<http_request>> container_request(const environment& variables);

/// Nothing when no variable asks for it. The token file is read anew each time. Three attempts of 2 s.
boost::asio::awaitable<result<std::optional<credentials>>> container_credentials(const provider_context& with);

}  // namespace aloft::config
