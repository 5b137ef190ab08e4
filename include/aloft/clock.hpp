#pragma once
// Where aloft gets the time from: the system, or a clock of a test's own (session_options::clock).

#include <chrono>
#include <memory>

namespace aloft {

/// Told by clocks that only move when a test turns them.
class clock_listener {
 public:
  /// Time has passed. Called in the thread that turned the clock.
  virtual void clock_turned() noexcept = 0;

 protected:
  ~clock_listener() = default;
};

/// Implementations are thread-safe and outlive the sessions that were given them.
class clock {
 public:
  virtual ~clock() = default;
  virtual std::chrono::system_clock::time_point now() const noexcept = 0;         ///< wall time: signatures, expiry
  virtual std::chrono::steady_clock::time_point steady_now() const noexcept = 0;  ///< intervals: deadlines, backoff
  /// Clocks of tests move on by that much and give true, so that whoever wants to sleep need not. The system's gives
  /// false.
  virtual bool skip(std::chrono::milliseconds) const noexcept { return false; }
  /// True: time passes only when somebody turns this clock, and `who`, as long as it lives, is told each time; then no
  /// timer of the system's is set for deadlines by this clock. The system's gives false.
  virtual bool listen(std::weak_ptr<clock_listener> /*who*/) const { return false; }
};

/// The system's clocks.
const clock& system_clock_source() noexcept;

}  // namespace aloft
