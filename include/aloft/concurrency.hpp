#pragma once
// What the library's own helpers are built of, for yours: tasks that run side by side, an event that coroutines wait
// for, a pause. They follow the rules of docs/cancellation.md, and a clock that tests turn.
//
// A coroutine that uses them should not let Asio throw when it is cancelled (boost::asio::this_coro::throw_if_cancelled
// with false), so that it sees `cancelled` and can clean up.

#include <aloft/clock.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>

namespace aloft {

/// How a wait ended.
enum class wake {
  done,       ///< what was waited for is there
  deadline,   ///< the limit passed first
  cancelled,  ///< the caller's cancellation slot fired, now or before; or the context went away
};

/// Waits that long by the clock; clocks of tests may let no time pass (clock::skip).
/// Cancellation: total. Ends with: done, cancelled. Errors: none. Lifetime: the clock must outlive it.
/// Thread: the awaiting coroutine's.
boost::asio::awaitable<wake> sleep(const clock& time, std::chrono::milliseconds length);

/// Once set, an event stays set until reset() and lets everybody through. Copies are the same event.
/// Cancellation: total; does nothing to the event or to others who wait.
/// Ends with: done, also when it was set before; deadline; cancelled.
/// Errors: none.
/// Lifetime: waiting goes on without the event; the clock must outlive it.
/// Thread: safe; who waits goes on on its own executor.
class event {
 public:
  /// Limits are looked after on the executor's context, by that clock.
  explicit event(const boost::asio::any_io_executor& executor, const clock& time = system_clock_source());

  void set();
  void reset();
  bool is_set() const;
  /// A limit is noticed up to 25 ms late.
  boost::asio::awaitable<wake> wait(
      std::chrono::steady_clock::time_point limit = std::chrono::steady_clock::time_point::max()) const;

 private:
  struct state;
  std::shared_ptr<const state> state_;
};

/// Coroutines that run side by side for one that waits for them all; it adds and waits. gather() and as_completed()
/// are the same with a range in front; take a task_group where tasks come up as one goes along. Whoever destroys it
/// while tasks run has them cancelled, and does not wait.
/// Cancellation: of one_ended() total, the tasks go on; of join() none.
/// Ends with: done, deadline, cancelled.
/// Errors: none; what tasks throw is failure().
/// Lifetime: tasks own what they need; the executor's context and the clock must outlive it.
/// Thread: one coroutine at a time adds and waits; tasks run on the executor, each on a strand of its own.
class task_group {
 public:
  explicit task_group(const boost::asio::any_io_executor& executor, const clock& time = system_clock_source());
  task_group(task_group&&) noexcept;
  task_group& operator=(task_group&&) noexcept;
  ~task_group();

  void start(boost::asio::awaitable<void> task);
  /// Asks all tasks that run to end (terminal cancellation). Later ones are not affected.
  void cancel();
  std::size_t running() const;
  /// The first exception that left a task; null: none has.
  std::exception_ptr failure() const;
  /// Waits for the end of a task that no earlier wait has reported; at once when none runs.
  boost::asio::awaitable<wake> one_ended(
      std::chrono::steady_clock::time_point limit = std::chrono::steady_clock::time_point::max());
  /// Waits until none runs, also in a coroutine that has been cancelled.
  boost::asio::awaitable<void> join();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace aloft
