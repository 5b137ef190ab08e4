#include "client/identity_calls.hpp"

#include "config/default_chain.hpp"
#include "http/failure.hpp"
#include "model/catalog.hpp"
#include "runtime/call.hpp"

namespace aloft::client_detail {
namespace asio = boost::asio;
namespace {

class identity_calls final : public config::service_calls {
 public:
  explicit identity_calls(call_parts parts) : parts_{std::move(parts)} {
    // Those of a user's call: a load is made for many calls, and has a time limit of its own.
    parts_.deadlines.attempt.reset();
    parts_.deadlines.operation.reset();
  }

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
    auto made = make_call_context(parts_, {.service = *service,
                                           .region = what.region,
                                           .purpose = " for the call of " + what.service + " that credentials need"});
    if (!made) return made.error();
    runtime::call_context& out = **made;
    out.signing.policy.has_keys = what.signer.has_value();
    if (what.signer)
      out.signing.keys =
          std::make_shared<runtime::identity_cache>(config::explicit_credentials(*what.signer), parts_.executor,
                                                    *parts_.time, system_random_source(), parts_.log);
    out.messages.edit = what.before_send;
    return std::shared_ptr<const runtime::call_context>{std::move(*made)};
  }

  call_parts parts_;
};

}  // namespace

std::shared_ptr<config::service_calls> make_identity_calls(call_parts parts) {
  return std::make_shared<identity_calls>(std::move(parts));
}

}  // namespace aloft::client_detail
