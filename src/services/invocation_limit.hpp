#pragma once
// How much may be under way at once with a service that answers "too many requests": additive increase, multiplicative
// decrease, as TCP shares a line. Knows no clock.

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace aloft::services {

class invocation_limit {
 public:
  /// Begins at `most` and never exceeds it.
  explicit invocation_limit(std::size_t most) noexcept : most_{most}, allowed_{static_cast<double>(most)} {}

  /// At least 1.
  std::size_t allowed() const noexcept { return static_cast<std::size_t>(allowed_); }

  /// Belongs to a call that is begun now; goes into throttled().
  std::uint64_t round() const noexcept { return round_; }

  /// A call was served: as many as are allowed make room for a fiftieth more.
  void served() noexcept {
    const double step = std::max(1.0, static_cast<double>(most_) / 50);
    allowed_ = std::min(static_cast<double>(most_), allowed_ + step / allowed_);
  }
  /// A call that was begun in `round` was refused. All refusals of one round are one piece of news.
  void throttled(std::uint64_t round) noexcept {
    if (round != round_) return;
    ++round_;
    allowed_ = std::max(1.0, allowed_ * 0.7);
  }

 private:
  const std::size_t most_;
  double allowed_;
  std::uint64_t round_ = 0;
};

}  // namespace aloft::services
