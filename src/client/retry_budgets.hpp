#pragma once
// What the retries of one identity's calls share, by region and service.

#include "flow/watchdog.hpp"
#include "runtime/rate_queue.hpp"
#include "runtime/retry.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace aloft::client_detail {

/// Thread-safe.
class retry_budgets {
 public:
  /// `guard` looks after the limits of those who wait for their turn.
  explicit retry_budgets(std::shared_ptr<flow::watchdog> guard) noexcept : guard_{std::move(guard)} {}

  std::shared_ptr<runtime::retry_quota> quota(std::string_view region, std::string_view service) {
    return one_of(quotas_, region, service, [] { return std::make_shared<runtime::retry_quota>(); });
  }
  /// Of the adaptive mode.
  std::shared_ptr<runtime::rate_queue> pace(std::string_view region, std::string_view service) {
    return one_of(paces_, region, service, [this] { return std::make_shared<runtime::rate_queue>(guard_); });
  }

 private:
  template <class T>
  using by_place = std::map<std::pair<std::string, std::string>, std::shared_ptr<T>>;

  template <class T, class Make>
  std::shared_ptr<T> one_of(by_place<T>& all, std::string_view region, std::string_view service, Make make) {
    std::lock_guard lock{mutex_};
    auto& slot = all[{std::string{region}, std::string{service}}];
    if (!slot) slot = make();
    return slot;
  }

  const std::shared_ptr<flow::watchdog> guard_;
  std::mutex mutex_;
  by_place<runtime::retry_quota> quotas_;
  by_place<runtime::rate_queue> paces_;
};

}  // namespace aloft::client_detail
