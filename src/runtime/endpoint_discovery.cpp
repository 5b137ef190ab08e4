#include "runtime/endpoint_discovery.hpp"

#include "flow/event.hpp"
#include "http/failure.hpp"
#include "runtime/call.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace aloft::runtime {
namespace asio = boost::asio;
namespace {

constexpr std::chrono::seconds pause_after_failure{60};  // with an old place in hand

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

// One question and those who wait for its answer.
struct endpoint_discovery::flight {
  explicit flight(const asio::any_io_executor& on) : landed{flow::watchdog::of(on)} {}
  flow::event landed;
  result<place> outcome{place{}};  // written once, before `landed` is set
};

endpoint_discovery::endpoint_discovery(std::weak_ptr<const call_context> calls, asio::any_io_executor executor,
                                       const clock& time, discovery_use use)
    : calls_{std::move(calls)}, executor_{std::move(executor)}, clock_{time}, use_{use} {}

bool endpoint_discovery::concerns(const model::operation& operation) const noexcept {
  return is_required(operation) ||
         (use_ == discovery_use::wherever_possible && operation.endpoint_discovery == model::discovery::offered);
}

endpoint_discovery::place endpoint_discovery::at_hand() {
  const std::lock_guard lock{mutex_};
  return clock_.steady_now() < until_ ? place_ : nullptr;
}

asio::awaitable<result<endpoint_discovery::place>> endpoint_discovery::find(const model::operation& operation) {
  if (use_ == discovery_use::never)
    co_return error{error_kind::config, "EndpointDiscoveryRequired",
                    std::string{operation.name} +
                        " has to be called where its service says, and endpoint_discovery_enabled is false; set it to "
                        "auto, or name the endpoint"};
  std::shared_ptr<flight> joined;
  bool first = false;
  {
    const std::lock_guard lock{mutex_};
    if (clock_.steady_now() < until_) co_return place_;
    first = flight_ == nullptr;
    if (first) flight_ = std::make_shared<flight>(executor_);
    joined = flight_;
  }
  if (first)
    asio::co_spawn(
        executor_, [self = shared_from_this(), joined] { return self->ask(joined); }, asio::detached);
  const auto ended = co_await joined->landed.wait();
  if (ended != flow::wait_end::done) co_return http::cancelled();
  if (!joined->outcome && !is_required(operation)) co_return place{};
  co_return joined->outcome;
}

asio::awaitable<void> endpoint_discovery::ask(std::shared_ptr<flight> of) {
  std::chrono::minutes valid_for{0};
  std::string url;
  const auto found = co_await load(valid_for, url);
  {
    const std::lock_guard lock{mutex_};
    flight_ = nullptr;
    if (found) {
      place_ = std::make_shared<const std::string>(std::move(url));
      until_ = clock_.steady_now() + valid_for;
    } else if (place_) {
      until_ = clock_.steady_now() + pause_after_failure;
    }
    if (place_)
      of->outcome = place_;
    else
      of->outcome = found.error();
  }
  of->landed.set();
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
  valid_for = std::chrono::minutes{given[0]["CachePeriodInMinutes"].as_integer()};
  co_return result<void>{};
}

void endpoint_discovery::forget() {
  const std::lock_guard lock{mutex_};
  place_ = nullptr;
  until_ = {};
}

}  // namespace aloft::runtime
