#pragma once
// What all providers work with.

#include <aloft/config/settings.hpp>
#include "aloft/log.hpp"
#include "config/providers/service_calls.hpp"
#include "core/random_source.hpp"
#include "http/transport.hpp"

#include <functional>
#include <memory>
#include <string>

namespace aloft::config {

/// Copies share everything. A part that a provider needs and that is null is a credentials error of that provider.
struct provider_context {
  std::shared_ptr<const settings> configuration;
  std::shared_ptr<http::transport> metadata;  ///< leads to metadata endpoints directly, by no proxy
  std::shared_ptr<service_calls> calls;
  const clock* time = &system_clock_source();
  random_source* random = &system_random_source();
  log_sink* log = nullptr;
  /// Asks for the code that a device with this serial number shows.
  std::function<std::string(const std::string& serial)> mfa_code = {};

  bool role_cache = false;  ///< keys of a profile's roles are kept on disk, as the AWS CLI does

  const environment& variables() const noexcept { return configuration->variables(); }
};

}  // namespace aloft::config
