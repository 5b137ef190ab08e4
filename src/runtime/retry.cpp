#include "runtime/retry.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace aloft::runtime {

bool retry_quota::take(int cost) noexcept {
  std::lock_guard lock{mutex_};
  if (cost > available_) return false;
  available_ -= cost;
  return true;
}

void retry_quota::give_back(int tokens) noexcept {
  std::lock_guard lock{mutex_};
  available_ = std::min(capacity, available_ + tokens);
}

int retry_quota::available() const noexcept {
  std::lock_guard lock{mutex_};
  return available_;
}

retry_policy retry_policy::of_service(std::string_view service_name) noexcept {
  struct exception {
    std::string_view service;
    int max_attempts;
    std::chrono::milliseconds base;
  };
  static constexpr exception exceptions[] = {
      {"dynamodb", 4, std::chrono::milliseconds{25}},
      {"dynamodbstreams", 4, std::chrono::milliseconds{25}},
  };
  retry_policy policy;
  for (const auto& one : exceptions) {
    if (one.service != service_name) continue;
    policy.max_attempts = one.max_attempts;
    policy.base = one.base;
  }
  return policy;
}

std::optional<std::chrono::milliseconds> retry_state::next(failure_class failure, double random,
                                                           std::optional<std::chrono::milliseconds> retry_after,
                                                           std::chrono::milliseconds time_left) noexcept {
  if (failure == failure_class::final || attempt_ >= policy_.max_attempts) return std::nullopt;
  const bool throttled = failure == failure_class::throttling;
  const auto base = static_cast<double>((throttled ? policy_.throttling_base : policy_.base).count());
  const double grown = std::min(std::ldexp(base, attempt_ - 1), static_cast<double>(policy_.max_backoff.count()));
  std::chrono::milliseconds delay{std::llround(random * grown)};  // full jitter
  if (retry_after) delay = std::clamp(*retry_after, delay, delay + policy_.max_beyond_retry_after);
  if (delay >= time_left) return std::nullopt;

  const int cost = throttled ? retry_quota::cost_of_throttling_retry : retry_quota::cost_of_retry;
  if (!quota_.take(cost)) return std::nullopt;
  taken_ = cost;
  ++attempt_;
  return delay;
}

bool retry_state::next_after_correction() noexcept {
  if (attempt_ >= policy_.max_attempts) return false;
  ++attempt_;
  return true;
}

void retry_state::succeeded() noexcept { quota_.give_back(taken_ == 0 ? retry_quota::refund_without_retry : taken_); }

std::optional<std::chrono::milliseconds> parse_retry_after(std::string_view header) noexcept {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(header.data(), header.data() + header.size(), value);
  if (failure != std::errc{} || end != header.data() + header.size() || value < 0) return std::nullopt;
  return std::chrono::milliseconds{value};
}

}  // namespace aloft::runtime
