#pragma once
// How many long polls are under way, and how many messages each asks for. One where little comes; more as long as they
// come back full; after errors none for a while.

#include "flow/budget.hpp"

#include <chrono>
#include <cstddef>

namespace aloft::sqs {

using flow::steady_time;

class poll_planner {
 public:
  static constexpr std::size_t most_at_once = 10;  ///< messages of a receive

  /// `most_pollers` 0: by the budget.
  poll_planner(std::size_t in_flight, std::size_t most_pollers);

  /// Begins a poll if there is room for it, `held` messages being there; how many it asks for, 0: none now.
  std::size_t begin(std::size_t held, steady_time now);
  /// Whether begin() would give something.
  bool ready(std::size_t held, steady_time now) const noexcept;
  /// It brought that many of those it asked for, after so long.
  void ended(std::size_t asked, std::size_t came, steady_time now, steady_time::duration took);
  /// It failed; `random` is uniform in [0, 1).
  void failed(std::size_t asked, steady_time now, double random);
  /// No poll begins any more.
  void stop() noexcept { stopped_ = true; }

  std::size_t running() const noexcept { return running_; }
  /// When begin() may say something else though nothing has happened; never: only when something does.
  steady_time next(steady_time now) const noexcept;

 private:
  std::size_t room(std::size_t held) const noexcept;

  const std::size_t in_flight_, most_, threshold_;
  std::size_t wanted_ = 1;
  std::size_t running_ = 0, asked_ = 0;
  int failures_ = 0;
  steady_time not_before_ = steady_time::min();
  bool stopped_ = false;
};

}  // namespace aloft::sqs
