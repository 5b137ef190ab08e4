#pragma once
// Something that coroutines wait for, on whatever executors they run.

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace aloft::runtime {

/// Once set, an event stays set until reset() and lets everybody through. Thread-safe; copies are the same event.
class event {
 public:
  event();

  /// Lets all waiters go on, each on its own executor.
  void set();
  /// Later waiters wait again.
  void reset();
  /// True once the event is set; false when the caller's cancellation slot fired first. Cancelling a waiter does
  /// nothing to the event or to other waiters. A waiter whose execution context is destroyed is dropped, never resumed.
  boost::asio::awaitable<bool> wait();

  struct state;

 private:
  std::shared_ptr<state> state_;
};

}  // namespace aloft::runtime
