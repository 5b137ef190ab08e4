#include "runtime/auth_choice.hpp"

#include "core/ascii.hpp"

#include <algorithm>

namespace aloft::runtime {
namespace {

std::optional<auth_scheme> scheme_named(std::string_view name) noexcept {
  if (name == "sigv4") return auth_scheme::sigv4;
  if (name == "sigv4a") return auth_scheme::sigv4a;
  if (name == "httpBearerAuth") return auth_scheme::bearer;
  if (name == "noAuth") return auth_scheme::none;
  return std::nullopt;
}

bool usable(auth_scheme scheme, const auth_policy& policy) noexcept {
  if (scheme == auth_scheme::none) return true;
  return scheme == auth_scheme::bearer ? policy.has_token : policy.has_keys;
}

error nothing_fits(const model::operation& operation, const auth_options& options) {
  const std::string name = operation.owner ? std::string{operation.owner->metadata().name} : std::string{};
  if (options.has(auth_scheme::bearer) && !options.takes_keys())
    return error{error_kind::credentials, "NoBearerToken",
                 name +
                     " takes a bearer token and none was found: set the variable AWS_BEARER_TOKEN_ and the service's "
                     "name, or sign in by a profile with an sso_session"};
  return error{error_kind::config, "UnsupportedAuthScheme",
               "the model of " + name + " wants " + std::string{operation.name} +
                   " signed in a way that this version does not know"};
}

}  // namespace

std::vector<auth_scheme> parse_auth_preference(std::string_view text) {
  std::vector<auth_scheme> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    if (const auto known = scheme_named(ascii::trim(text.substr(0, end)))) out.push_back(*known);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

void auth_options::add(auth_scheme scheme) noexcept {
  if (count_ < all_.size() && !has(scheme)) all_[count_++] = scheme;
}

void auth_options::add_trait(std::string_view smithy_id) noexcept {
  if (const auto known = scheme_named(smithy_id.substr(std::min(smithy_id.find('#') + 1, smithy_id.size()))))
    add(*known);
}

auth_options::auth_options(const model::operation& operation) noexcept {
  const std::string_view type = operation.auth_type;
  for (const auto id : operation.auth) add_trait(id);
  if (!operation.auth.empty()) return;
  if (!type.empty() || operation.owner == nullptr) {
    add(type == "none" ? auth_scheme::none : type == "bearer" ? auth_scheme::bearer : auth_scheme::sigv4);
    return;
  }
  const auto& service = operation.owner->metadata();
  for (const auto id : service.auth) add_trait(id);
  if (service.auth.empty()) add(service.signature_version == "bearer" ? auth_scheme::bearer : auth_scheme::sigv4);
}

bool auth_options::has(auth_scheme wanted) const noexcept { return std::find(begin(), end(), wanted) != end(); }

result<chosen_auth> choose_auth(const model::operation& operation, const endpoint& to, const auth_policy& policy) {
  const auth_options options{operation};
  const bool anonymous = !policy.has_keys && !policy.has_token;  // the caller wants nothing signed
  if (anonymous || (options.begin() != options.end() && *options.begin() == auth_scheme::none))
    return chosen_auth{auth_scheme::none, &to.standard};

  // Where the rules name schemes, they stand for the model's SigV4 and SigV4a.
  const auto offered = [&](auth_scheme wanted) -> const signing_scheme* {
    for (const auto& scheme : to.schemes)
      if (scheme.scheme == wanted) return &scheme;
    const bool by_keys = wanted == auth_scheme::sigv4 || wanted == auth_scheme::sigv4a;
    if (!options.has(wanted) || (by_keys && !to.schemes.empty())) return nullptr;
    return wanted == auth_scheme::sigv4a ? &to.standard_sigv4a : &to.standard;
  };
  for (const auth_scheme wanted : policy.preferred)
    if (const auto* scope = offered(wanted); scope != nullptr && usable(wanted, policy))
      return chosen_auth{wanted, scope};
  for (const auto& scheme : to.schemes)
    if (usable(scheme.scheme, policy)) return chosen_auth{scheme.scheme, &scheme};
  for (const auth_scheme wanted : options)
    if (const auto* scope = offered(wanted); scope != nullptr && usable(wanted, policy))
      return chosen_auth{wanted, scope};
  return nothing_fits(operation, options);
}

}  // namespace aloft::runtime
