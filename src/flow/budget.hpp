#pragma once
// Time limits as values that are handed down: who waits takes one, nobody keeps a timer of its own.

#include <algorithm>
#include <chrono>

namespace aloft::flow {

/// By the clock that was injected, never by the system's directly.
using steady_time = std::chrono::steady_clock::time_point;

/// Until when. Points in time that never come by default.
struct budget {
  steady_time operation{steady_time::max()};  ///< the whole call, with its retries
  steady_time attempt{steady_time::max()};    ///< this attempt, up to its answer's head
  std::chrono::milliseconds idle{0};          ///< silence while bytes are due; 0: the transport's own limit

  /// What ends first.
  steady_time end() const noexcept { return std::min(operation, attempt); }
};

/// Now and that much later; never where `wait` is zero.
inline steady_time deadline_in(steady_time now, std::chrono::milliseconds wait) noexcept {
  if (wait <= std::chrono::milliseconds::zero() || wait >= steady_time::max() - now) return steady_time::max();
  return now + wait;
}

}  // namespace aloft::flow
