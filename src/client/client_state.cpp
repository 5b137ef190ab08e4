#include "client/client_state.hpp"

#include "client/body_settings.hpp"
#include "client/bucket_sessions.hpp"
#include "client/endpoint_choice.hpp"
#include "client/rule_settings.hpp"
#include "config/token_chain.hpp"
#include "protocol/protocol.hpp"

#include <algorithm>
#include <charconv>

namespace aloft {

using namespace client_detail;

const client::state::known_context& client::state::context() const {
  std::call_once(made_, [this] { context_ = make_context(); });
  return context_;
}

std::string_view client::state::region() const {
  if (!options.region.empty()) return options.region;
  if (!owner->options.region.empty()) return owner->options.region;
  const auto settings = owner->settings();
  return settings ? std::string_view{(*settings)->region.value} : std::string_view{};
}

client::state::known_context client::state::make_context() const {
  auto settings = owner->settings();
  if (!settings) return settings.error();
  const auto& facts = service->metadata();

  auto out = std::make_shared<runtime::call_context>();
  out->service = service;
  auto wire = protocol::select(*service);
  if (!wire) return wire.error();
  out->messages.wire = *wire;

  addressed_client addressed{service, {}, owner->endpoint_options_of(**settings, options.endpoint), {}};
  const asked_region asked = read_region(options.region.empty() ? (*settings)->region.value : options.region.str());
  if (asked.fips) addressed.options.use_fips_endpoint = true;
  // Services with one endpoint for all regions need none to be named.
  addressed.region = asked.name.empty() && !facts.global_endpoint.empty() ? "aws-global" : asked.name;
  out->region = addressed.region;
  if (out->region.empty())
    return error{error_kind::config, "NoRegion",
                 "No region is known: set client_options::region, AWS_REGION, or region in profile \"" +
                     (*settings)->profile.value + '"'};

  addressed.url = options.endpoint_url.empty()
                      ? (*settings)->endpoint_url(facts.service_id, addressed.options.ignore_configured_endpoint_urls)
                      : config::setting{options.endpoint_url, "given in code"};
  auto endpoints = choose_endpoints(addressed, *owner->family->endpoint_rules);
  if (!endpoints) return endpoints.error();
  out->addressing.endpoints = std::move(*endpoints);
  if (!addressed.url) {
    const auto use = discovery_use_of(**settings);
    if (!use) return use.error();
    out->addressing.discovery =
        std::make_shared<runtime::endpoint_discovery>(out, owner->executor, owner->time(), *use);
  }

  if (options.sign_requests)
    if (auto known = identify(*out, **settings, addressed.options); !known) return known.error();
  auto transport = owner->transport();
  if (!transport) return transport.error();
  out->transport = std::move(*transport);

  out->retries.quota = owner->quota(out->region, facts.name);
  out->retries.pace = owner->pace(**settings, out->region, facts.name);
  out->retries.policy = runtime::retry_policy::of_service(facts.name);
  if (const std::string& configured = (*settings)->max_attempts.value; !configured.empty())
    std::from_chars(configured.data(), configured.data() + configured.size(), out->retries.policy.max_attempts);
  if (options.max_attempts) out->retries.policy.max_attempts = *options.max_attempts;

  if (auto done = client_detail::apply_body_settings(**settings, *service, !options.endpoint_url.empty(), *out); !done)
    return done.error();

  using std::chrono::milliseconds;
  out->deadlines.attempt = options.attempt_timeout.value_or(milliseconds::zero());
  out->deadlines.operation = options.operation_timeout.value_or(milliseconds::zero());
  out->messages.user_agent = runtime::make_user_agent((*settings)->user_agent_appid.value);
  out->addressing.inject_host_prefix = (*settings)->inject_host_prefix;
  out->messages.serialize.validate = (*settings)->validate_parameters;
  out->messages.limits = owner->options.limits;
  out->signing.derived_keys = owner->family->signing_keys;
  out->signing.clock_skew = owner->family->clock_skew_of(*service, out->region, addressed.url.value);
  out->time = &owner->time();
  out->random = &system_random_source();
  out->observers = owner->observers;
  if (facts.name == "s3") out->addressing.bucket_regions = std::make_shared<runtime::bucket_regions>();
  if (facts.name == "s3" && out->signing.keys)
    out->signing.bucket_sessions = make_bucket_sessions(out, owner->executor, owner->time(), owner->options.log);
  return std::shared_ptr<const runtime::call_context>{std::move(out)};
}

// Who signs: keys, and for services that take them tokens.
result<void> client::state::identify(runtime::call_context& out, const config::settings& settings,
                                     const endpoint_options& chosen) const {
  const auto& facts = service->metadata();
  auto identity = owner->identity();
  if (!identity) return identity.error();
  out.signing.keys = std::move(*identity);
  out.signing.policy.has_keys = true;
  out.signing.policy.preferred = runtime::parse_auth_preference(chosen.auth_scheme_preference);
  if (facts.name == "s3") out.signing.sign_payload = chosen.s3.payload_signing_enabled;

  const auto bearer = [](std::string_view id) { return id == "smithy.api#httpBearerAuth"; };
  if (facts.signature_version != "bearer" && std::none_of(facts.auth.begin(), facts.auth.end(), bearer)) return {};
  std::shared_ptr<runtime::credentials_provider> provider;
  if (!options.bearer_token.empty()) {
    provider = config::explicit_token(options.bearer_token, "explicit");
  } else if (auto token = config::token_of_environment(settings.variables(), facts.signing_name)) {
    provider = config::explicit_token(std::move(*token), "env");
  } else {
    auto of_profile = owner->profile_token();
    if (!of_profile) return of_profile.error();
    if (*of_profile == nullptr) return {};
    out.signing.tokens = std::move(*of_profile);
    out.signing.policy.has_token = true;
    return {};
  }
  // Whoever gives a token for one service wants it used there.
  if (out.signing.policy.preferred.empty()) out.signing.policy.preferred = {runtime::auth_scheme::bearer};
  out.signing.tokens = std::make_shared<runtime::identity_cache>(std::move(provider), owner->executor, owner->time(),
                                                                 system_random_source(), owner->options.log);
  out.signing.policy.has_token = true;
  return {};
}

}  // namespace aloft
