#include "runtime/endpoint_discovery.hpp"

#include "http/failure.hpp"
#include "runtime/call.hpp"

#include <algorithm>

namespace aloft::runtime {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::seconds pause_after_failure{60};  // with an old place in hand
constexpr std::chrono::seconds question_limit{60};
constexpr std::chrono::minutes longest_validity{24 * 60};  // whatever a service says

bool is_required(const model::operation& operation) noexcept {
  return operation.endpoint_discovery == model::discovery::required;
}

result<const model::operation*> asking_operation(const model::service& service) {
  for (const auto name : service.operation_names()) {
    const auto one = service.find_operation(name);
    if (one && (*one)->tells_endpoints) return *one;
  }
  return error{error_kind::config, "EndpointDiscoveryRequired",
               "the model of " + std::string{service.metadata().name} + " names no operation that gives endpoints"};
}

}  // namespace

endpoint_discovery::endpoint_discovery(std::weak_ptr<const call_context> calls, asio::any_io_executor executor,
                                       const clock& time, discovery_use use)
    : calls_{std::move(calls)},
      clock_{time},
      use_{use},
      flights_{executor, flow::watchdog::of(executor, time), question_limit} {}

bool endpoint_discovery::concerns(const model::operation& operation) const noexcept {
  return is_required(operation) ||
         (use_ == discovery_use::wherever_possible && operation.endpoint_discovery == model::discovery::offered);
}

endpoint_discovery::place endpoint_discovery::at_hand() {
  const std::lock_guard lock{mutex_};
  return clock_.steady_now() < until_ ? place_ : nullptr;
}

asio::awaitable<result<endpoint_discovery::place>> endpoint_discovery::find(const model::operation& operation,
                                                                            flow::steady_time limit) {
  if (use_ == discovery_use::never)
    co_return error{error_kind::config, "EndpointDiscoveryRequired",
                    std::string{operation.name} +
                        " has to be called where its service says, and endpoint_discovery_enabled is false; set it to "
                        "auto, or name the endpoint"};
  if (auto known = at_hand()) co_return known;
  auto coming = flights_.join(asking(), limit);
  auto came = co_await std::move(coming);
  if (came.end == flow::wait_end::cancelled) co_return http::cancelled();
  if (came.end == flow::wait_end::deadline)
    co_return error{error_kind::timeout, "AttemptTimeout", "the service did not say in time where it wants its calls"};
  if (came.end == flow::wait_end::context_gone)
    co_return error{error_kind::connect, "EndpointDiscoveryFailed", "the event loop that asks for endpoints is gone"};
  if (!*came.outcome && !is_required(operation)) co_return place{};
  co_return std::move(*came.outcome);
}

endpoint_discovery::flights::load endpoint_discovery::asking() {
  flights::load how;
  how.make = [self = shared_from_this()] { return self->ask(); };
  how.late = [self = shared_from_this()] {
    return self->failed(error{error_kind::timeout, "EndpointDiscoveryFailed",
                              "the service did not say within a minute where it wants its calls"});
  };
  how.thrown = [self = shared_from_this()](const std::string& what) {
    return self->failed(error{error_kind::protocol, "EndpointDiscoveryFailed", what});
  };
  return how;
}

asio::awaitable<result<endpoint_discovery::place>> endpoint_discovery::ask() {
  if (auto known = at_hand()) co_return known;  // that another question has brought meanwhile
  std::chrono::minutes valid_for{0};
  std::string url;
  const auto found = co_await load(valid_for, url);
  if (!found) co_return failed(found.error());
  const std::lock_guard lock{mutex_};
  place_ = std::make_shared<const std::string>(std::move(url));
  until_ = clock_.steady_now() + valid_for;
  co_return place_;
}

// An old place is better than none.
result<endpoint_discovery::place> endpoint_discovery::failed(const error& why) {
  const std::lock_guard lock{mutex_};
  if (!place_) return why;
  until_ = clock_.steady_now() + pause_after_failure;
  return place_;
}

asio::awaitable<result<void>> endpoint_discovery::load(std::chrono::minutes& valid_for, std::string& url) const {
  const auto context = calls_.lock();
  if (!context) co_return error{error_kind::cancelled, "Cancelled", "the client is gone"};
  const auto operation = asking_operation(*context->service);
  if (!operation) co_return operation.error();
  call_input nothing;
  const auto answer = co_await run_call(context, **operation, std::move(nothing), {});
  if (!answer) co_return answer.error();
  const value given = answer->output.root()["Endpoints"];
  if (given.size() == 0 || given[0]["Address"].as_text().empty())
    co_return error{error_kind::protocol, "EndpointDiscoveryFailed",
                    std::string{context->service->metadata().name} + " was asked for its endpoint and gave none"};
  url = given[0]["Address"].as_text();
  if (url.find("://") == std::string::npos) url.insert(0, "https://");
  const std::chrono::minutes stated{given[0]["CachePeriodInMinutes"].as_integer()};
  valid_for = std::clamp(stated, std::chrono::minutes{1}, longest_validity);
  co_return result<void>{};
}

void endpoint_discovery::forget() {
  const std::lock_guard lock{mutex_};
  place_ = nullptr;
  until_ = {};
}

}  // namespace aloft::runtime
