#pragma once
// Seams for time and randomness. Logic takes these (or plain values); nothing below the runtime asks the system itself.

#include <chrono>

namespace aloft {

/// Where a layer gets the time from. Implementations are thread-safe.
class clock {
 public:
  virtual ~clock() = default;
  virtual std::chrono::system_clock::time_point now() const noexcept = 0;         ///< wall time: signatures, expiry
  virtual std::chrono::steady_clock::time_point steady_now() const noexcept = 0;  ///< intervals: deadlines, backoff
  /// Clocks of tests move on by that much and give true, so that whoever wants to sleep need not. The system's gives false.
  virtual bool skip(std::chrono::milliseconds) const noexcept { return false; }
};

/// The system's clocks.
const clock& system_clock_source() noexcept;

/// Where jitter comes from. Implementations are thread-safe.
class random_source {
 public:
  virtual ~random_source() = default;
  virtual double next() noexcept = 0;  ///< uniform in [0, 1)
};

/// A generator seeded from the system's entropy, one per thread.
random_source& system_random_source() noexcept;

}  // namespace aloft
