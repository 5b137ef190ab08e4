#include "client/session_state.hpp"

#include "client/identity_calls.hpp"
#include "config/default_chain.hpp"
#include "config/providers/instance_metadata.hpp"
#include "config/token_chain.hpp"
#include "http/message_exchange.hpp"
#include "runtime/call_observers.hpp"

namespace aloft {
namespace {

runtime::observers observers_of(const session_options& options) {
  runtime::observers all = options.observers;
  if (options.log != nullptr && options.log->enabled(log_level::debug))
    all.push_back(runtime::log_observer(*options.log));
  return all;
}

// In code, else as configuration has it.
const std::string& either(const option_text& given, const config::setting& configured) {
  return given.empty() ? configured.value : given.str();
}

std::string name_of(std::optional<retry_mode> mode) {
  if (!mode) return {};
  return *mode == retry_mode::adaptive ? "adaptive" : "standard";
}

session_options of_profile(session_options options, std::string profile) {
  options.profile = std::move(profile);
  options.credentials.reset();
  options.credentials_provider.reset();
  return options;
}

}  // namespace

session::state::state(boost::asio::any_io_executor on, session_options given)
    : options{std::move(given)},
      executor{std::move(on)},
      family{std::make_shared<client_detail::session_family>(executor, time())},
      observers{observers_of(options)} {
  family->adopt(options.profile_files);
}

session::state::state(const std::shared_ptr<client_detail::event_loop>& of, session_options given)
    : options{std::move(given)},
      loop{of},
      executor{of->get_executor()},
      family{std::make_shared<client_detail::session_family>(executor, time())},
      observers{observers_of(options)} {
  family->adopt(options.profile_files);
}

session::state::state(std::shared_ptr<state> of, config::role_source role)
    : options{of->options},
      loop{of->loop},
      executor{of->executor},
      family{of->family},
      observers{of->observers},
      parent_{std::move(of)},
      role_{std::move(role)} {}

session::state::state(const state& of, std::string profile)
    : options{of_profile(of.options, std::move(profile))},
      loop{of.loop},
      executor{of.executor},
      family{of.family},
      observers{of.observers} {}

result<std::shared_ptr<const config::settings>> session::state::settings() {
  if (parent_) return parent_->settings();
  std::lock_guard lock{mutex_};
  return settings_locked();
}

session::state::known_settings session::state::settings_locked() {
  if (!settings_) settings_ = resolve_settings();
  return *settings_;
}

session::state::known_settings session::state::resolve_settings() {
  const auto variables = config::environment::of_process();
  auto files = family->files(config::file_locations::of(variables));
  if (!files) return files.error();
  return config::settings::resolve(variables, std::move(*files),
                                   {.profile = options.profile,
                                    .region = options.region,
                                    .endpoint_url = options.endpoint_url,
                                    .ca_bundle = options.ca_bundle,
                                    .max_attempts = options.max_attempts.value_or(0),
                                    .retry_mode = name_of(options.retry_mode)});
}

result<std::shared_ptr<http::transport>> session::state::transport() {
  if (parent_) return parent_->transport();
  std::lock_guard lock{mutex_};
  return transport_locked();
}

result<std::shared_ptr<http::transport>> session::state::transport_locked() {
  if (transport_) return transport_;
  if (options.transport) return transport_ = http::carried_by(options.transport);
  auto known = settings_locked();
  if (!known) return known.error();
  http::transport_options how;
  how.connect_timeout = options.connect_timeout;
  how.idle_timeout = options.idle_timeout.value_or(how.idle_timeout);
  how.max_idle_age = options.max_idle_age;
  how.max_connections_per_origin = options.max_connections_per_origin;
  how.max_connections = options.max_connections;
  how.pooled = options.pooled;
  how.verify_peer = options.verify_peer;
  how.ca_file = (*known)->ca_bundle.value;
  how.http_proxy = either(options.http_proxy, (*known)->http_proxy);
  how.https_proxy = either(options.https_proxy, (*known)->https_proxy);
  how.no_proxy = either(options.no_proxy, (*known)->no_proxy);
  how.log = options.log;
  how.time = &time();
  transport_ = family->transport(executor, std::move(how), options.resolver);
  return transport_;
}

result<client_detail::call_parts> session::state::parts() {
  auto known = settings();
  if (!known) return known.error();
  auto connections = transport();
  if (!connections) return connections.error();
  return parts_of(std::move(*known), std::move(*connections));
}

client_detail::call_parts session::state::parts_of(std::shared_ptr<const config::settings> settings,
                                                   std::shared_ptr<http::transport> transport) const {
  return {.executor = executor,
          .settings = std::move(settings),
          .transport = std::move(transport),
          .family = family,
          .budgets = budgets_,
          .time = &time(),
          .log = options.log,
          .observers = observers,
          .limits = options.limits,
          .deadlines = {options.attempt_timeout, options.operation_timeout, options.idle_timeout},
          .endpoint = options.endpoint,
          .http2 = options.http2};
}

result<config::provider_context> session::state::providers() {
  if (parent_) return parent_->providers();
  std::lock_guard lock{mutex_};
  return providers_locked();
}

result<config::provider_context> session::state::providers_locked() {
  if (providers_) return *providers_;
  auto known = settings_locked();
  if (!known) return known.error();
  auto connections = transport_locked();
  if (!connections) return connections.error();
  config::provider_context made;
  made.configuration = *known;
  auto metadata = config::metadata_settings_of(**known);
  http::transport_options direct;  // no proxy stands between an instance and its metadata
  direct.connect_timeout = metadata ? metadata->timeout : std::chrono::seconds{1};
  direct.ca_file = (*known)->ca_bundle.value;
  direct.verify_peer = options.verify_peer;
  direct.log = options.log;
  direct.time = &time();
  made.metadata = options.transport ? *connections : family->transport(executor, std::move(direct), options.resolver);
  made.calls = client_detail::make_identity_calls(parts_of(*known, *connections));
  made.time = &time();
  made.log = options.log;
  made.mfa_code = options.mfa_code;
  made.role_cache = options.cache_role_credentials;
  providers_ = std::move(made);
  return *providers_;
}

result<std::shared_ptr<runtime::identity_cache>> session::state::identity() {
  {
    std::lock_guard lock{mutex_};
    if (identity_) return identity_;
  }
  // The parent's lock is never taken under ours.
  std::shared_ptr<credentials_provider> provider;
  if (!parent_ && options.credentials) {
    provider = config::explicit_credentials(*options.credentials);
  } else if (!parent_ && options.credentials_provider) {
    provider = options.credentials_provider;
  } else {
    auto parts = providers();
    if (!parts) return parts.error();
    if (parent_) {
      auto above = parent_->identity();
      if (!above) return above.error();
      provider = config::role_credentials(std::move(*parts), role_, std::move(*above));
    } else {
      provider = config::default_chain(std::move(*parts));
    }
  }
  std::lock_guard lock{mutex_};
  if (!identity_)
    identity_ = std::make_shared<runtime::identity_cache>(
        std::move(provider), executor, time(), system_random_source(), options.log,
        runtime::refresh_policy{.load_timeout = options.credentials_timeout});
  return identity_;
}

result<std::shared_ptr<runtime::identity_cache>> session::state::profile_token() {
  if (parent_) return parent_->profile_token();
  std::lock_guard lock{mutex_};
  if (token_) return token_;
  auto parts = providers_locked();
  if (!parts) return parts.error();
  auto provider = config::profile_token(std::move(*parts));
  if (!provider) return provider.error();
  if (*provider != nullptr)
    token_ = std::make_shared<runtime::identity_cache>(std::move(*provider), executor, time(), system_random_source(),
                                                       options.log);
  return token_;
}

session_counters session::state::counters() {
  if (parent_) return parent_->counters();
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
