#pragma once
// Coroutines that run side by side for one that waits for them all. gather() is the same with a range in front and
// results behind; take a task_group where tasks come up as one goes along.

#include "flow/event.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <exception>
#include <memory>

namespace aloft::flow {

/// Belongs to one coroutine, which adds and waits; the tasks end in any thread. Whoever destroys it while tasks run has
/// them cancelled, and does not wait.
class task_group {
 public:
  /// Tasks run on `executor`, each on a strand of its own. Limits of waits are by the clock.
  explicit task_group(boost::asio::any_io_executor executor, const clock& time = system_clock_source());
  ~task_group();

  void start(boost::asio::awaitable<void> task);
  /// Asks all tasks that run to end (terminal cancellation). Later ones are not affected.
  void cancel();

  std::size_t running() const;
  /// The first exception that left a task; null: none has.
  std::exception_ptr failure() const;

  /// Waits for the end of a task that has not been reported by an earlier wait; at once when none runs.
  /// Cancellation: total; the tasks go on.
  /// Ends with: done, deadline, cancelled.
  boost::asio::awaitable<wait_end> one_ended(steady_time limit = steady_time::max());
  /// Waits until none runs, also in a coroutine that has been cancelled. Cancellation: none.
  boost::asio::awaitable<void> join();

 private:
  struct state;
  const std::shared_ptr<state> state_;
};

}  // namespace aloft::flow
