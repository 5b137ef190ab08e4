#pragma once
// Credentials of an EC2 instance, from its metadata service (IMDSv2; version 1 where it hands out no tokens).

#include "config/providers/context.hpp"

#include <optional>

namespace aloft::config {

/// How the metadata service is asked.
struct metadata_settings {
  std::string endpoint;  ///< "http://169.254.169.254", without '/' at its end
  std::chrono::milliseconds timeout{1000};
  int attempts = 1;  ///< with an endpoint that cannot be reached; one that is there and busy is asked three times
  bool disabled = false;
  bool version_1_disabled = false;
};

/// From environment and profile. Config error "InvalidMetadataSetting": an endpoint that is no URL, an unknown mode.
result<metadata_settings> metadata_settings_of(const settings& configuration);

/// Nothing when the service is switched off, cannot be reached, or has no role to give. Credentials that are old
/// because the service is in trouble are used on: their expiration is moved on, as botocore does.
boost::asio::awaitable<result<std::optional<credentials>>> instance_credentials(const provider_context& with);

}  // namespace aloft::config
