#pragma once
// A timer that keeps nobody's event loop alive.

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <functional>
#include <memory>

namespace aloft::flow {

/// Rings in an event loop that runs because of something else. A loop that has nothing else to do ends without waiting
/// for it; the timer rings late, then, when the loop is run again, or not at all.
///
/// Of loops that are no io_context, perhaps under strands, the work cannot be told: there it never rings.
/// Thread: any; one start() at a time. Lifetime: may outlive its context, may be destroyed before it has rung.
class background_timer {
 public:
  explicit background_timer(const boost::asio::any_io_executor& executor);
  ~background_timer();

  /// Calls `ring` once in the loop, when that long has passed since the loop took notice. Needs a context that lives.
  void start(std::chrono::steady_clock::duration wait, std::function<void()> ring);

 private:
  struct state;
  const std::shared_ptr<state> state_;  // null: never rings
};

}  // namespace aloft::flow
