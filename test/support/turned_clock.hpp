#pragma once
// A clock that stands still until a test turns it. Everything that waits by it, limits and pauses, is told; no timer of
// the system's is set, and no test sleeps.

#include "aloft/clock.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

namespace aloft::testing {

/// Thread-safe.
class turned_clock final : public clock {
 public:
  std::chrono::system_clock::time_point now() const noexcept override {
    const std::lock_guard lock{mutex_};
    return std::chrono::system_clock::time_point{std::chrono::seconds{1'800'000'000}} + passed_;
  }
  std::chrono::steady_clock::time_point steady_now() const noexcept override {
    const std::lock_guard lock{mutex_};
    return std::chrono::steady_clock::time_point{std::chrono::hours{1}} + passed_;
  }
  bool listen(std::weak_ptr<clock_listener> who) const override {
    const std::lock_guard lock{mutex_};
    listeners_.push_back(std::move(who));
    return true;
  }

  void turn(std::chrono::milliseconds by) {
    std::vector<std::weak_ptr<clock_listener>> all;
    {
      const std::lock_guard lock{mutex_};
      passed_ += by;
      all = listeners_;
    }
    for (const auto& one : all)
      if (const auto who = one.lock()) who->clock_turned();
  }
  std::chrono::milliseconds passed() const {
    const std::lock_guard lock{mutex_};
    return passed_;
  }

 private:
  mutable std::mutex mutex_;
  std::chrono::milliseconds passed_{0};
  mutable std::vector<std::weak_ptr<clock_listener>> listeners_;
};

}  // namespace aloft::testing
