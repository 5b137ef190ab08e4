#include "runtime/call_target.hpp"

#include "runtime/customizations.hpp"
#include "runtime/request_steps.hpp"

namespace aloft::runtime {
namespace asio = boost::asio;
namespace {

// A call that a token will sign needs no keys.
bool wants_keys(const call_context& context, const model::operation& operation) {
  const auth_options options{operation};
  if (!context.signing.keys || !options.takes_keys() || *options.begin() == auth_scheme::none) return false;
  const auto& preferred = context.signing.policy.preferred;
  return !(context.signing.policy.has_token && options.has(auth_scheme::bearer) && !preferred.empty() &&
           preferred.front() == auth_scheme::bearer);
}

// The place that the input names, signed for as the rules say of the one that they give.
result<std::shared_ptr<const endpoint>> at(const named_endpoint& named, const endpoint& by_rules) {
  auto where = parse_endpoint_url(named.url, named.member);
  if (!where) return where.error();
  where->schemes = by_rules.schemes;
  where->standard = by_rules.standard;
  where->standard_sigv4a = by_rules.standard_sigv4a;
  return std::make_shared<const endpoint>(std::move(*where));
}

}  // namespace

call_target::call_target(const call_context& context, const model::operation& operation)
    : context_{context}, operation_{operation}, wants_keys_{wants_keys(context, operation)} {}

void call_target::take_over(http_request& request) {
  prefix_ = std::move(request.host);
  path_ = request.path;
  leave_to_rules(operation_, prefix_, path_);
  if (!context_.addressing.inject_host_prefix) prefix_.clear();
}

asio::awaitable<result<void>> call_target::settle(const serde::edited_input& input, http_request& request,
                                                  flow::steady_time limit) {
  if (!keys_at_hand())
    if (auto loaded = co_await load_keys(limit); !loaded) co_return loaded.error();
  if (context_.addressing.discovery && context_.addressing.discovery->concerns(operation_))
    if (auto asked = co_await ask_for_place(limit); !asked) co_return asked.error();
  if (auto found = find_endpoint(input, request); !found) co_return found.error();
  if (!signer_at_hand(input))
    if (auto loaded = co_await load_signer(limit); !loaded) co_return loaded.error();
  co_return result<void>{};
}

std::optional<result<void>> call_target::settle_at_hand(const serde::edited_input& input, http_request& request) {
  const bool asks = context_.addressing.discovery && context_.addressing.discovery->concerns(operation_);
  if (asks || !keys_at_hand()) return std::nullopt;
  if (auto found = find_endpoint(input, request); !found) return found;
  if (!signer_at_hand(input)) return std::nullopt;
  return result<void>{};
}

bool call_target::keys_at_hand() {
  if (!wants_keys_) return true;
  keys_ = context_.signing.keys->at_hand();
  return keys_ != nullptr;
}

asio::awaitable<result<void>> call_target::load_keys(flow::steady_time limit) {
  auto loaded = co_await context_.signing.keys->get(limit);
  if (!loaded) co_return loaded.error();
  keys_ = std::move(*loaded);
  co_return result<void>{};
}

asio::awaitable<result<void>> call_target::ask_for_place(flow::steady_time limit) {
  place_ = context_.addressing.discovery->at_hand();
  if (place_) co_return result<void>{};
  auto found = co_await context_.addressing.discovery->find(operation_, limit);
  if (!found) co_return found.error();
  place_ = std::move(*found);
  co_return result<void>{};
}

bool call_target::leave(const error& failure, int status) {
  constexpr int misdirected = 421;
  if (!place_ || (failure.code() != "InvalidEndpointException" && status != misdirected)) return false;
  context_.addressing.discovery->forget();
  return true;
}

result<void> call_target::find_endpoint(const serde::edited_input& input, http_request& request) {
  if (context_.addressing.bucket_regions) region_ = context_.addressing.bucket_regions->find(bucket_of(input));
  auto found = context_.addressing.endpoints->resolve(
      {operation_, input, keys_ ? std::string_view{keys_->account_id} : std::string_view{}, region_});
  if (!found) return found.error();
  auto named = endpoint_in_input(operation_, input);
  if (place_) named = named_endpoint{"endpoint of the account", *place_};
  if (named) {
    auto there = at(*named, **found);
    if (!there) return there.error();
    found = std::move(there);
  }
  if (*found == endpoint_) return {};
  endpoint_ = std::move(*found);
  auto chosen = choose_auth(operation_, *endpoint_, context_.signing.policy);
  if (!chosen) return chosen.error();
  auth_ = *chosen;
  address(request, *endpoint_, prefix_, path_);
  own_origin_.reset();
  if (endpoint_->takes_host_prefix && !prefix_.empty()) {
    own_origin_ = endpoint_->origin;
    own_origin_->host = request.host;
  }
  return {};
}

// Who signs is known once the endpoint has said how.
bool call_target::signer_at_hand(const serde::edited_input& input) {
  signer_ = nullptr;
  switch (auth_.scheme) {
    case auth_scheme::none: return true;
    case auth_scheme::sigv4:
    case auth_scheme::sigv4a: signer_ = keys_; return true;
    case auth_scheme::sigv4_s3express: signers_ = context_.signing.bucket_sessions->of(bucket_of(input)); break;
    case auth_scheme::bearer: signers_ = context_.signing.tokens; break;
  }
  signer_ = signers_->at_hand();
  return signer_ != nullptr;
}

asio::awaitable<result<void>> call_target::load_signer(flow::steady_time limit) {
  auto loaded = co_await signers_->get(limit);
  if (!loaded) co_return loaded.error();
  signer_ = std::move(*loaded);
  co_return result<void>{};
}

bool call_target::signer_expired() const noexcept {
  return signer_ && signer_->expiration && *signer_->expiration <= context_.time->now();
}

asio::awaitable<result<void>> call_target::renew_signer(flow::steady_time limit) {
  if (signer_ != keys_) co_return co_await load_signer(limit);
  auto loaded = co_await load_keys(limit);
  signer_ = keys_;
  co_return loaded;
}

}  // namespace aloft::runtime
