#pragma once
// What a command asked of AWS, counted.

#include "aloft/observer.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>

namespace aloft::cli {

/// Thread-safe.
class call_counts final : public observer {
 public:
  std::unique_ptr<call_observer> begin(const call_identity&) noexcept override;

  std::size_t requests() const noexcept { return requests_; }  ///< attempts, those of credentials included
  std::size_t retries() const noexcept { return retries_; }
  std::size_t throttles() const noexcept { return throttles_; }  ///< attempts that servers did not want yet
  /// Whether one of a call's attempts that failed was one of those.
  bool throttled(std::span<const attempt_outcome> attempts) const;

 private:
  class one_call;
  std::atomic<std::size_t> requests_{0}, retries_{0}, throttles_{0};
  mutable std::mutex mutex_;
  std::set<std::string> throttling_codes_;  // as servers have used them
};

}  // namespace aloft::cli
