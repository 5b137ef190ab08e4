#pragma once
// Something that coroutines wait for, on whatever executors they run.

#include "flow/waiter.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace aloft::flow {

/// Once set, an event stays set until reset() and lets everybody through. Thread-safe; copies are the same event.
class event {
 public:
  /// `guard` looks after the limits of those who wait.
  explicit event(std::shared_ptr<watchdog> guard);

  /// Lets all waiters go on, each on its own executor, by a post.
  void set();
  /// Later waiters wait again.
  void reset();
  bool is_set() const;

  /// Cancellation: total; does nothing to the event or to other waiters.
  /// Ends with: done, also when it was set before; deadline; cancelled, also when the event was set meanwhile;
  /// context_gone when the watchdog's context goes before the waiter's own.
  /// Lifetime: a waiter whose own context is destroyed is dropped, never resumed.
  boost::asio::awaitable<wait_end> wait(steady_time limit = steady_time::max()) const;
  /// For cleaning up: also in a coroutine that has been cancelled.
  /// Cancellation: none. Ends with: done, deadline, context_gone.
  boost::asio::awaitable<wait_end> wait_shielded(steady_time limit = steady_time::max()) const;

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace aloft::flow
