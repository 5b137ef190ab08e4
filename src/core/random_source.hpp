#pragma once
// Seams for time and randomness. Logic takes these (or plain values); nothing below the runtime asks the system itself.

#include "aloft/clock.hpp"

namespace aloft {

/// Where jitter comes from. Implementations are thread-safe.
class random_source {
 public:
  virtual ~random_source() = default;
  virtual double next() noexcept = 0;  ///< uniform in [0, 1)
};

/// A generator seeded from the system's entropy, one per thread.
random_source& system_random_source() noexcept;

}  // namespace aloft
