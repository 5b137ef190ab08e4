#pragma once
// Where aloft gets the time from: the system, or a clock of a test's own (session_options::clock).

#include <chrono>

namespace aloft {

/// Implementations are thread-safe and outlive the sessions that were given them.
class clock {
 public:
  virtual ~clock() = default;
  virtual std::chrono::system_clock::time_point now() const noexcept = 0;         ///< wall time: signatures, expiry
  virtual std::chrono::steady_clock::time_point steady_now() const noexcept = 0;  ///< intervals: deadlines, backoff
  /// Clocks of tests move on by that much and give true, so that whoever wants to sleep need not. The system's gives
  /// false.
  virtual bool skip(std::chrono::milliseconds) const noexcept { return false; }
};

/// The system's clocks.
const clock& system_clock_source() noexcept;

}  // namespace aloft
