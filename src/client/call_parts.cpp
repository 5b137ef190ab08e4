#include "client/call_parts.hpp"

#include <aloft/http_message.hpp>
#include "client/body_settings.hpp"
#include "client/endpoint_choice.hpp"
#include "client/rule_settings.hpp"
#include "config/endpoint_settings.hpp"
#include "protocol/protocol.hpp"
#include "runtime/endpoint_discovery.hpp"

#include <charconv>

namespace aloft::client_detail {
namespace {

result<addressed_client> address_of(const call_parts& parts, const called_service& what) {
  const config::settings& settings = *parts.settings;
  const auto& facts = what.service->metadata();
  addressed_client out{
      what.service, {}, config::overlaid(what.endpoint, config::overlaid(parts.endpoint, settings.endpoints)), {}};
  const asked_region asked = read_region(what.region.empty() ? settings.region.value : what.region);
  if (asked.fips) out.options.use_fips_endpoint = true;
  // Services with one endpoint for all regions need none to be named.
  out.region = asked.name.empty() && !facts.global_endpoint.empty() ? "aws-global" : asked.name;
  if (out.region.empty())
    return error{error_kind::config, "NoRegion",
                 "No region is known" + what.purpose +
                     ": set client_options::region, AWS_REGION, or region in profile \"" + settings.profile.value +
                     '"'};
  out.url = what.endpoint_url.empty()
                ? settings.endpoint_url(facts.service_id, out.options.ignore_configured_endpoint_urls)
                : config::setting{what.endpoint_url, "given in code"};
  return out;
}

runtime::call_retries retries_of(const call_parts& parts, const called_service& what, const std::string& region) {
  const auto& name = what.service->metadata().name;
  runtime::call_retries out;
  out.policy = runtime::retry_policy::of_service(name);
  const std::string& configured = parts.settings->max_attempts.value;
  std::from_chars(configured.data(), configured.data() + configured.size(), out.policy.max_attempts);
  if (what.max_attempts) out.policy.max_attempts = *what.max_attempts;
  out.quota = parts.budgets->quota(region, name);
  if (iequals(parts.settings->retry_mode.value, "adaptive")) out.pace = parts.budgets->pace(region, name);
  return out;
}

}  // namespace

result<std::shared_ptr<runtime::call_context>> make_call_context(const call_parts& parts, const called_service& what) {
  const config::settings& settings = *parts.settings;
  auto out = std::make_shared<runtime::call_context>();
  out->service = what.service;
  auto wire = protocol::select(*what.service);
  if (!wire) return wire.error();
  out->messages.wire = *wire;

  const auto addressed = address_of(parts, what);
  if (!addressed) return addressed.error();
  out->region = addressed->region;
  auto endpoints = choose_endpoints(*addressed, *parts.family->endpoint_rules);
  if (!endpoints) return endpoints.error();
  out->addressing.endpoints = std::move(*endpoints);
  out->addressing.inject_host_prefix = settings.inject_host_prefix;
  if (!addressed->url) {
    const auto use = discovery_use_of(settings);
    if (!use) return use.error();
    out->addressing.discovery = std::make_shared<runtime::endpoint_discovery>(out, parts.executor, *parts.time, *use);
  }

  out->signing.policy.preferred = runtime::parse_auth_preference(addressed->options.auth_scheme_preference);
  if (what.service->metadata().name == "s3") out->signing.sign_payload = addressed->options.s3.payload_signing_enabled;
  out->signing.derived_keys = parts.family->signing_keys;
  out->signing.clock_skew = parts.family->clock_skew_of(*what.service, out->region, addressed->url.value);

  if (auto done = apply_body_settings(settings, static_cast<bool>(addressed->url), out->messages); !done)
    return done.error();
  out->messages.user_agent = runtime::make_user_agent(settings.user_agent_appid.value);
  out->messages.serialize.validate = settings.validate_parameters;
  out->messages.limits = parts.limits;

  out->retries = retries_of(parts, what, out->region);
  out->deadlines = what.deadlines.over(parts.deadlines);
  out->transport = parts.transport;
  out->http2 = what.http2.value_or(parts.http2);
  out->time = parts.time;
  out->random = &system_random_source();
  out->observers = parts.observers;
  return out;
}

}  // namespace aloft::client_detail
