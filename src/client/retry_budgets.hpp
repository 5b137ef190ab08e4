#pragma once
// What the retries of one identity's calls share, by region and service.

#include "runtime/rate_limiter.hpp"
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
  std::shared_ptr<runtime::retry_quota> quota(std::string_view region, std::string_view service) {
    return one_of(quotas_, region, service);
  }
  /// Of the adaptive mode.
  std::shared_ptr<runtime::rate_limiter> pace(std::string_view region, std::string_view service) {
    return one_of(paces_, region, service);
  }

 private:
  template <class T>
  using by_place = std::map<std::pair<std::string, std::string>, std::shared_ptr<T>>;

  template <class T>
  std::shared_ptr<T> one_of(by_place<T>& all, std::string_view region, std::string_view service) {
    std::lock_guard lock{mutex_};
    auto& slot = all[{std::string{region}, std::string{service}}];
    if (!slot) slot = std::make_shared<T>();
    return slot;
  }

  std::mutex mutex_;
  by_place<runtime::retry_quota> quotas_;
  by_place<runtime::rate_limiter> paces_;
};

}  // namespace aloft::client_detail
