#include "client/waiting.hpp"

#include <aloft/names.hpp>
#include "client/without_throwing.hpp"
#include "flow/sleep.hpp"
#include "http/failure.hpp"
#include "paging/wait_state.hpp"

#include <algorithm>
#include <utility>

namespace aloft::client_detail {
namespace asio = boost::asio;
using paging::wait_state;
using std::chrono::milliseconds;

namespace {

wait_end end_of(wait_state::action what) noexcept {
  switch (what) {
    case wait_state::action::success: return wait_end::success;
    case wait_state::action::out_of_attempts: return wait_end::out_of_attempts;
    case wait_state::action::out_of_time: return wait_end::out_of_time;
    default: return wait_end::failure;
  }
}

error not_reached(const client::state& of, const model::waiter& waiter, const wait_outcome& outcome) {
  const bool failed = outcome.end == wait_end::failure;
  std::string message = snake_case(waiter.name);
  message += failed ? " cannot come about any more" : " has not come about";
  message += " after " + std::to_string(outcome.attempts) + (outcome.attempts == 1 ? " attempt" : " attempts");
  if (!failed) message += " in " + std::to_string(outcome.waited.count() / 1000) + " s";
  if (!outcome.reason.empty()) message += (failed ? ": " : "; seen last: ") + outcome.reason;
  return error{failed ? error_kind::service : error_kind::timeout, failed ? "WaiterFailed" : "WaiterTimedOut",
               std::move(message)}
      .with([&](error_info& info) {
        info.service = of.service->metadata().name;
        info.operation = waiter.asks->name;
        info.region = of.region();
      });
}

asio::awaitable<result<wait_outcome>> wait(const std::shared_ptr<const client::state>& of, const model::waiter& waiter,
                                           aloft::input input, wait_options options) {
  auto state = wait_state::start(waiter, {options.delay, options.max_attempts, options.max_wait});
  if (!state) co_return state.error();
  const clock& time = of->owner->time();
  const auto begun = time.steady_now();
  milliseconds slept{0};  // clocks of tests stand still meanwhile
  wait_outcome outcome;
  for (;;) {
    call_options with;
    with.attempt_timeout = options.attempt_timeout;
    with.operation_timeout = options.operation_timeout;
    auto answer = co_await client{of}.try_call(waiter.asks->name, input, std::move(with));
    if (!answer && answer.error().kind() != error_kind::service) co_return answer.error();
    outcome.waited = std::max(slept, std::chrono::duration_cast<milliseconds>(time.steady_now() - begun));
    auto step = answer ? state->resume(answer->output(), answer->metadata().http_status, outcome.waited)
                       : state->resume(answer.error(), outcome.waited);
    outcome.attempts = state->attempts();
    outcome.reason = std::move(step.reason);
    outcome.refusal.reset();
    outcome.last = {};
    if (answer)
      outcome.last = *std::move(answer);
    else
      outcome.refusal = answer.error();
    if (step.what != wait_state::action::wait) {
      outcome.end = end_of(step.what);
      co_return outcome;
    }
    if (co_await flow::sleep(time, step.delay) != flow::wait_end::done) co_return http::cancelled();
    slept += step.delay;
  }
}

}  // namespace

asio::awaitable<result<wait_outcome>> run_wait(std::shared_ptr<const client::state> of, std::string waiter,
                                               aloft::input input, wait_options options, wait_failure as) {
  const auto found = of->service->find_waiter(waiter);
  if (!found) co_return found.error();
  auto outcome = co_await without_throwing(wait(of, **found, std::move(input), options));
  if (as == wait_failure::error && outcome && !*outcome) co_return not_reached(*of, **found, *outcome);
  co_return outcome;
}

}  // namespace aloft::client_detail
