#pragma once
// The line in front of a rate limiter.

#include "core/random_source.hpp"
#include "flow/semaphore.hpp"
#include "runtime/rate_limiter.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace aloft::runtime {

/// Attempts go out in the order in which they asked. Shared by all calls of one region and service. Thread-safe.
class rate_queue {
 public:
  explicit rate_queue(std::shared_ptr<flow::watchdog> guard) : time_{guard->time()}, turn_{std::move(guard), 1} {}

  /// Waits until the attempt may be sent, and takes its token.
  /// Cancellation: total; no token is taken.
  /// Ends with: done; deadline, also at once when the token would come after `limit`; cancelled; context_gone.
  boost::asio::awaitable<flow::wait_end> take(flow::steady_time limit);
  /// After each attempt.
  void record(bool throttled) noexcept { bucket_.record(throttled, time_.steady_now()); }

 private:
  const clock& time_;
  rate_limiter bucket_;
  flow::semaphore turn_;  // of the one whose token is the next
};

}  // namespace aloft::runtime
