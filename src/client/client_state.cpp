#include "client/client_state.hpp"

#include "client/endpoint_choice.hpp"
#include "protocol/protocol.hpp"

#include <charconv>

namespace aloft {

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
  out->wire = *wire;

  out->region = options.region.empty() ? (*settings)->region.value : options.region.str();
  if (out->region.empty())
    return error{error_kind::config, "NoRegion",
                 "No region is known: set client_options::region, AWS_REGION, or region in profile \"" +
                     (*settings)->profile.value + '"'};

  auto endpoints = client_detail::choose_endpoints(*this, **settings, out->region);
  if (!endpoints) return endpoints.error();
  out->endpoints = std::move(*endpoints);

  if (options.sign_requests) {
    auto identity = owner->identity();
    if (!identity) return identity.error();
    out->identity = std::move(*identity);
  }
  auto transport = owner->transport();
  if (!transport) return transport.error();
  out->transport = std::move(*transport);

  out->quota = owner->quota(out->region, facts.name);
  out->retries = runtime::retry_policy::of_service(facts.name);
  if (const std::string& configured = (*settings)->max_attempts.value; !configured.empty())
    std::from_chars(configured.data(), configured.data() + configured.size(), out->retries.max_attempts);
  if (options.max_attempts) out->retries.max_attempts = *options.max_attempts;

  using std::chrono::milliseconds;
  out->deadlines.attempt = options.attempt_timeout.value_or(milliseconds::zero());
  out->deadlines.operation = options.operation_timeout.value_or(milliseconds::zero());
  out->limits = owner->options.limits;
  out->signing_keys = owner->family->signing_keys;
  out->clock_skew = owner->family->clock_skew;
  out->time = &owner->time();
  out->random = &system_random_source();
  out->observers = owner->observers;
  return std::shared_ptr<const runtime::call_context>{std::move(out)};
}

}  // namespace aloft
