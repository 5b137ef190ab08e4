#include "runtime/rate_queue.hpp"

#include "flow/sleep.hpp"

namespace aloft::runtime {

boost::asio::awaitable<flow::wait_end> rate_queue::take(flow::steady_time limit) {
  const auto reached = co_await turn_.acquire(limit);
  if (reached != flow::wait_end::done) co_return reached;
  const flow::permit mine{turn_};
  while (const auto wait = bucket_.take(time_.steady_now())) {
    if (*wait >= limit - time_.steady_now()) co_return flow::wait_end::deadline;
    const auto slept = co_await flow::sleep(time_, *wait, limit);
    if (slept != flow::wait_end::done) co_return slept;
  }
  co_return flow::wait_end::done;
}

}  // namespace aloft::runtime
