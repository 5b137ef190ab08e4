#include "runtime/rate_limiter.hpp"

#include <algorithm>
#include <cmath>

namespace aloft::runtime {
namespace {

constexpr double least_rate = 0.5;  // attempts a second
constexpr double least_capacity = 1;
constexpr double smoothing = 0.8;  // how much the last step counts
constexpr double steps_a_second = 2;
constexpr double kept_after_throttling = 0.7;
constexpr double steepness = 0.4;

}  // namespace

std::optional<std::chrono::milliseconds> rate_limiter::take(time now) noexcept {
  const std::lock_guard lock{mutex_};
  if (!enabled_) return std::nullopt;
  refill(now);
  if (tokens_ >= 1) {
    tokens_ -= 1;
    return std::nullopt;
  }
  return std::chrono::milliseconds{std::max(1LL, std::llround((1 - tokens_) / fill_rate_ * 1000))};
}

void rate_limiter::record(bool throttled, time now) noexcept {
  const std::lock_guard lock{mutex_};
  measure(now);
  if (throttled) {
    rate_at_throttling_ = enabled_ ? std::min(sent_rate_, fill_rate_) : sent_rate_;
    way_back_ = std::cbrt(rate_at_throttling_ * (1 - kept_after_throttling) / steepness);
    throttled_ = now;
    enabled_ = true;
    change_rate(rate_at_throttling_ * kept_after_throttling, now);
  } else if (enabled_) {
    const double along = seconds{now - throttled_}.count() - way_back_;
    const double grown = steepness * along * along * along + rate_at_throttling_;
    change_rate(std::min(grown, 2 * sent_rate_), now);
  }
}

std::optional<double> rate_limiter::rate() const noexcept {
  const std::lock_guard lock{mutex_};
  if (!enabled_) return std::nullopt;
  return fill_rate_;
}

void rate_limiter::measure(time now) noexcept {
  const auto step = static_cast<long long>(std::floor(seconds{now.time_since_epoch()}.count() * steps_a_second));
  if (!step_) step_ = step;
  ++sent_;
  if (step <= *step_) return;
  const double current = sent_ * steps_a_second / static_cast<double>(step - *step_);
  sent_rate_ = current * smoothing + sent_rate_ * (1 - smoothing);
  sent_ = 0;
  step_ = step;
}

void rate_limiter::refill(time now) noexcept {
  if (filled_ != time{}) {
    const double since = std::max(0.0, seconds{now - filled_}.count());
    tokens_ = std::min(capacity_, tokens_ + since * fill_rate_);
  }
  filled_ = now;
}

void rate_limiter::change_rate(double to, time now) noexcept {
  refill(now);
  fill_rate_ = std::max(to, least_rate);
  capacity_ = std::max(to, least_capacity);
  tokens_ = std::min(tokens_, capacity_);
}

}  // namespace aloft::runtime
