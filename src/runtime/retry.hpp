#pragma once
// Retry decisions as plain values: standard mode by the cross-SDK rules of 2026. No clock, no sleep, no random source
// of its own.

#include "aloft/error.hpp"

#include <chrono>
#include <mutex>
#include <optional>
#include <string_view>

namespace aloft::runtime {

/// What a failed attempt is to the retry rules.
enum class failure_class {
  final,       ///< the same call would fail again
  transient,   ///< network trouble, 5xx, a clock that was wrong
  throttling,  ///< the server asked for fewer calls
};

/// A budget of retries that all calls of one account, region and service share, so that a service in trouble is not
/// buried under retries. Thread-safe.
class retry_quota {
 public:
  static constexpr int capacity = 500;
  static constexpr int cost_of_retry = 14;
  static constexpr int cost_of_throttling_retry = 5;
  static constexpr int refund_without_retry = 1;

  /// Takes `cost` tokens; false (and nothing taken) when there are fewer.
  bool take(int cost) noexcept;
  /// Gives tokens back after a success, never above the capacity.
  void give_back(int tokens) noexcept;
  int available() const noexcept;

 private:
  mutable std::mutex mutex_;
  int available_ = capacity;
};

/// Numbers of the standard mode.
struct retry_policy {
  int max_attempts = 3;                ///< first attempt included
  std::chrono::milliseconds base{50};  ///< of transient failures
  std::chrono::milliseconds throttling_base{1000};
  std::chrono::milliseconds max_backoff{20000};
  std::chrono::milliseconds max_beyond_retry_after{5000};  ///< how far x-amz-retry-after may exceed the own delay

  /// The policy of a service (by its folder name in the models): some have numbers of their own.
  static retry_policy of_service(std::string_view service_name) noexcept;
};

/// The retries of one call.
class retry_state {
 public:
  retry_state(const retry_policy& policy, retry_quota& quota) noexcept : policy_{policy}, quota_{quota} {}

  /// 1 for the first attempt.
  int attempt() const noexcept { return attempt_; }
  int max_attempts() const noexcept { return policy_.max_attempts; }

  /// After a failed attempt: how long to wait before the next one, or nothing when the failure is the call's outcome.
  /// `random` is uniform in [0, 1); `retry_after`: the header x-amz-retry-after where the answer had one; `time_left`:
  /// of the call, which is over when the wait would last as long. Only a retry that is made is paid for.
  std::optional<std::chrono::milliseconds> next(
      failure_class failure, double random, std::optional<std::chrono::milliseconds> retry_after,
      std::chrono::milliseconds time_left = std::chrono::milliseconds::max()) noexcept;
  /// The next attempt, at once, after something was put right that says nothing about the server's load (a clock, a
  /// bucket's region): costs no quota. False when all attempts are used up.
  bool next_after_correction() noexcept;
  /// After a successful attempt: refills the quota.
  void succeeded() noexcept;

 private:
  const retry_policy& policy_;
  retry_quota& quota_;
  int attempt_ = 1;
  int taken_ = 0;  // by the last retry; a success gives it back
};

/// The header's value: milliseconds, not negative; nothing when it is not a number.
std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view header) noexcept;

}  // namespace aloft::runtime
