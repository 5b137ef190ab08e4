#include "client/identity_calls.hpp"

#include "client/endpoint_choice.hpp"
#include "client/rule_settings.hpp"
#include "config/credential_chain.hpp"
#include "config/endpoint_settings.hpp"
#include "http/failure.hpp"
#include "model/catalog.hpp"
#include "protocol/protocol.hpp"
#include "runtime/call.hpp"

#include <charconv>

namespace aloft::client_detail {
namespace asio = boost::asio;
namespace {

class editing_observer final : public runtime::observer {
 public:
  explicit editing_observer(std::function<void(http_request&)> edit) : edit_{std::move(edit)} {}
  void before_sign(const model::operation&, http_request& request) noexcept override { edit_(request); }

 private:
  const std::function<void(http_request&)> edit_;
};

class identity_calls final : public config::service_calls {
 public:
  explicit identity_calls(identity_calls_parts parts)
      : parts_{std::move(parts)}, endpoint_{config::overlaid(parts_.endpoint, parts_.settings->endpoints)} {}

  asio::awaitable<result<document>> call(config::service_call what) override {
    auto context = make_context(what);
    if (!context) co_return context.error();
    auto operation = (*context)->service->find_operation(what.operation);
    if (!operation) co_return operation.error();
    const auto entered = co_await parts_.family->identity_calls.acquire();
    if (entered != flow::wait_end::done) co_return http::cancelled();
    const flow::permit here{parts_.family->identity_calls};
    boost::json::value input(std::move(what.input));  // braces would make an array of it
    runtime::call_input with{std::move(input), {}};
    auto answer = co_await runtime::run_call(*context, **operation, std::move(with), {});
    if (!answer) co_return answer.error();
    co_return std::move(answer->output);
  }

 private:
  using made_context = result<std::shared_ptr<const runtime::call_context>>;

  made_context make_context(const config::service_call& what) {
    auto catalog = model::catalog::standard();
    if (!catalog) return catalog.error();
    auto service = (*catalog)->find_service(what.service);
    if (!service) return service.error();
    auto wire = protocol::select(**service);
    if (!wire) return wire.error();

    auto out = std::make_shared<runtime::call_context>();
    out->service = *service;
    out->messages.wire = *wire;
    out->region = read_region(what.region.empty() ? parts_.settings->region.value : what.region).name;
    if (out->region.empty())
      return error{error_kind::config, "NoRegion",
                   "No region is known for the call of " + what.service +
                       " that credentials need: set AWS_REGION, or region in profile \"" +
                       parts_.settings->profile.value + '"'};
    const config::settings& known = *parts_.settings;
    const config::setting url =
        known.endpoint_url((*service)->metadata().service_id, endpoint_.ignore_configured_endpoint_urls);
    auto endpoints = choose_endpoints({*service, out->region, endpoint_, url}, *parts_.family->endpoint_rules);
    if (!endpoints) return endpoints.error();
    out->addressing.endpoints = std::move(*endpoints);
    out->signing.policy.has_keys = what.signer.has_value();
    if (what.signer)
      out->signing.keys =
          std::make_shared<runtime::identity_cache>(config::explicit_credentials(*what.signer), parts_.executor,
                                                    *parts_.time, system_random_source(), parts_.log);
    out->messages.user_agent = runtime::make_user_agent(known.user_agent_appid.value);
    out->addressing.inject_host_prefix = known.inject_host_prefix;
    out->messages.serialize.validate = known.validate_parameters;
    out->signing.derived_keys = parts_.family->signing_keys;
    out->transport = parts_.transport;
    out->retries.quota = quota_;
    if (const std::string& attempts = parts_.settings->max_attempts.value; !attempts.empty())
      std::from_chars(attempts.data(), attempts.data() + attempts.size(), out->retries.policy.max_attempts);
    out->time = parts_.time;
    out->random = &system_random_source();
    out->signing.clock_skew = parts_.family->clock_skew_of(**service, out->region, url.value);
    if (what.before_send) out->observers = runtime::observers{{std::make_shared<editing_observer>(what.before_send)}};
    return std::shared_ptr<const runtime::call_context>{std::move(out)};
  }

  const identity_calls_parts parts_;
  const endpoint_options endpoint_;
  const std::shared_ptr<runtime::retry_quota> quota_ = std::make_shared<runtime::retry_quota>();
};

}  // namespace

std::shared_ptr<config::service_calls> make_identity_calls(identity_calls_parts parts) {
  return std::make_shared<identity_calls>(std::move(parts));
}

}  // namespace aloft::client_detail
