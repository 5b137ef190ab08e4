#include "client/client_state.hpp"

#include "client/call_parts.hpp"
#include "client/opened_bucket_sessions.hpp"
#include "config/token_chain.hpp"

#include <algorithm>

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
  auto parts = owner->parts();
  if (!parts) return parts.error();
  const called_service called{.service = service,
                              .region = options.region,
                              .endpoint_url = options.endpoint_url,
                              .endpoint = options.endpoint,
                              .max_attempts = options.max_attempts,
                              .deadlines = {options.attempt_timeout, options.operation_timeout, options.idle_timeout},
                              .http2 = options.http2};
  auto made = make_call_context(*parts, called);
  if (!made) return made.error();
  runtime::call_context& out = **made;
  if (options.sign_requests)
    if (auto known = identify(out, *parts->settings); !known) return known.error();
  if (service->metadata().name == "s3") {
    out.addressing.bucket_regions = std::make_shared<runtime::bucket_regions>();
    if (out.signing.keys)
      out.signing.bucket_sessions = make_bucket_sessions(*made, owner->executor, owner->time(), owner->options.log);
  }
  return std::shared_ptr<const runtime::call_context>{std::move(*made)};
}

// Who signs: keys, and for services that take them tokens.
result<void> client::state::identify(runtime::call_context& out, const config::settings& settings) const {
  const auto& facts = service->metadata();
  auto identity = owner->identity();
  if (!identity) return identity.error();
  out.signing.keys = std::move(*identity);
  out.signing.policy.has_keys = true;

  const auto bearer = [](std::string_view id) { return id == "smithy.api#httpBearerAuth"; };
  if (facts.signature_version != "bearer" && std::none_of(facts.auth.begin(), facts.auth.end(), bearer)) return {};
  std::shared_ptr<credentials_provider> provider;
  // An identity that code has chosen is not given up for a token that lies in the environment.
  const bool chosen_in_code = owner->identity_is_chosen();
  auto of_environment =
      owner->is_role() ? std::nullopt : config::token_of_environment(settings.variables(), facts.signing_name);
  if (!options.bearer_token.empty()) {
    provider = config::explicit_token(options.bearer_token, "explicit");
  } else if (of_environment) {
    provider = config::explicit_token(std::move(*of_environment), "env");
  } else {
    auto of_profile = owner->profile_token();
    if (!of_profile) return of_profile.error();
    if (*of_profile == nullptr) return {};
    out.signing.tokens = std::move(*of_profile);
    out.signing.policy.has_token = true;
    return {};
  }
  // Whoever gives a token for one service wants it used there.
  if (out.signing.policy.preferred.empty() && (!chosen_in_code || !options.bearer_token.empty()))
    out.signing.policy.preferred = {runtime::auth_scheme::bearer};
  out.signing.tokens = std::make_shared<runtime::identity_cache>(std::move(provider), owner->executor, owner->time(),
                                                                 system_random_source(), owner->options.log);
  out.signing.policy.has_token = true;
  return {};
}

}  // namespace aloft
