#include "client/session_state.hpp"

#include "config/credential_chain.hpp"

namespace aloft {
namespace {

runtime::observers observers_of(const session_options& options) {
  if (options.log == nullptr || !options.log->enabled(log_level::debug)) return {};
  return runtime::observers{{runtime::log_observer(*options.log)}};
}

}  // namespace

session::state::state(boost::asio::any_io_executor on, session_options given)
    : options{std::move(given)}, executor{std::move(on)}, observers{observers_of(options)} {}

session::state::state(session_options given)
    : options{std::move(given)},
      loop{std::make_unique<client_detail::event_loop>()},
      executor{loop->get_executor()},
      observers{observers_of(options)} {}

result<std::shared_ptr<const config::settings>> session::state::settings() {
  std::lock_guard lock{mutex_};
  return settings_locked();
}

session::state::known_settings session::state::settings_locked() {
  if (!settings_)
    settings_ = config::settings::resolve(config::environment::of_process(), {.profile = options.profile,
                                                                              .region = options.region,
                                                                              .endpoint_url = options.endpoint_url,
                                                                              .ca_bundle = options.ca_bundle,
                                                                              .max_attempts = options.max_attempts});
  return *settings_;
}

result<std::shared_ptr<http::transport>> session::state::transport() {
  std::lock_guard lock{mutex_};
  if (transport_) return transport_;
  auto known = settings_locked();
  if (!known) return known.error();
  http::transport_options how;
  how.connect_timeout = options.connect_timeout;
  how.idle_timeout = options.idle_timeout;
  how.max_connections_per_origin = options.max_connections_per_origin;
  how.pooled = options.pooled;
  how.verify_peer = options.verify_peer;
  how.ca_file = (*known)->ca_bundle.value;
  how.http_proxy = (*known)->http_proxy.value;
  how.https_proxy = (*known)->https_proxy.value;
  how.no_proxy = (*known)->no_proxy.value;
  how.log = options.log;
  transport_ = http::transport::make(executor, std::move(how));
  return transport_;
}

result<std::shared_ptr<runtime::identity_cache>> session::state::identity() {
  std::lock_guard lock{mutex_};
  if (identity_) return identity_;
  std::shared_ptr<runtime::credentials_provider> provider;
  if (options.credentials) {
    provider = config::explicit_credentials(*options.credentials);
  } else {
    auto known = settings_locked();
    if (!known) return known.error();
    provider = config::default_chain(*known);
  }
  identity_ = std::make_shared<runtime::identity_cache>(std::move(provider), executor, time(), system_random_source(),
                                                        options.log);
  return identity_;
}

std::shared_ptr<runtime::retry_quota> session::state::quota(const std::string& region, std::string_view service) {
  std::lock_guard lock{mutex_};
  auto& slot = quotas_[{region, std::string{service}}];
  if (!slot) slot = std::make_shared<runtime::retry_quota>();
  return slot;
}

session_counters session::state::counters() {
  std::shared_ptr<http::transport> from;
  {
    std::lock_guard lock{mutex_};
    from = transport_;
  }
  if (!from) return {};
  const auto seen = from->counters();
  return {seen.connections_opened, seen.connections_reused, seen.lookups};
}

}  // namespace aloft
