#include "cli/run/call_counts.hpp"

#include <algorithm>
#include <new>

namespace aloft::cli {

class call_counts::one_call final : public call_observer {
 public:
  explicit one_call(call_counts& to) noexcept : to_{to} {}
  void attempt_over(const attempt_report& report) noexcept override {
    ++to_.requests_;
    if (!report.failure || !report.failure->info().throttling) return;
    ++to_.throttles_;
    const std::lock_guard lock{to_.mutex_};
    to_.throttling_codes_.insert(report.failure->code());
  }
  void retry(std::chrono::milliseconds) noexcept override { ++to_.retries_; }

 private:
  call_counts& to_;
};

std::unique_ptr<call_observer> call_counts::begin(const call_identity&) noexcept {
  return std::unique_ptr<call_observer>{new (std::nothrow) one_call{*this}};
}

bool call_counts::throttled(std::span<const attempt_outcome> attempts) const {
  const std::lock_guard lock{mutex_};
  return std::ranges::any_of(attempts, [&](const auto& one) { return throttling_codes_.contains(one.code); });
}

}  // namespace aloft::cli
