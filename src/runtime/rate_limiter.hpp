#pragma once
// Adaptive retries: besides what the standard mode does, a client slows down before the server has to tell it again.
// The rules are those that the AWS SDKs share: a token bucket whose rate follows a cubic curve, down when the server
// throttles, up while it does not.

#include <chrono>
#include <mutex>
#include <optional>

namespace aloft::runtime {

/// Shared by all calls of one region and service. Has no clock of its own. Thread-safe.
class rate_limiter {
 public:
  using time = std::chrono::steady_clock::time_point;

  /// Nothing: the attempt may be sent, its token is taken. Else how long to wait before asking again. Until the server
  /// has throttled for the first time every attempt may be sent.
  std::optional<std::chrono::milliseconds> take(time now) noexcept;
  /// After each attempt.
  void record(bool throttled, time now) noexcept;

  /// Attempts a second that may be sent now; nothing: any number.
  std::optional<double> rate() const noexcept;

 private:
  using seconds = std::chrono::duration<double>;

  void measure(time now) noexcept;
  void refill(time now) noexcept;
  void change_rate(double to, time now) noexcept;

  mutable std::mutex mutex_;
  bool enabled_ = false;
  // The bucket.
  double fill_rate_ = 0, capacity_ = 0, tokens_ = 0;
  time filled_{};
  // The curve since the last throttling.
  double rate_at_throttling_ = 0, way_back_ = 0;  // attempts a second; seconds
  time throttled_{};
  // What is really sent: attempts a second, in steps of half a second.
  double sent_rate_ = 0;
  int sent_ = 0;
  std::optional<long long> step_;
};

}  // namespace aloft::runtime
