#pragma once
// What suspended operations wait for: something has changed that they may want. Thread-safe.

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace aloft::local {

/// Whoever wants to hear a bell.
class bell_listener {
 public:
  /// Called once, in the thread that rings.
  virtual void rung() noexcept = 0;

 protected:
  ~bell_listener() = default;
};

class bell {
 public:
  /// How often it has been rung. Taken before looking at what the bell is for, it tells listen() what was missed.
  std::uint64_t rings() const {
    const std::lock_guard lock{mutex_};
    return rings_;
  }

  /// Tells `who`, if it still lives, of the next ring; at once when there was one after the first `seen`.
  void listen(std::uint64_t seen, const std::shared_ptr<bell_listener>& who) {
    {
      const std::lock_guard lock{mutex_};
      if (rings_ == seen) {
        std::erase_if(listeners_, [](const auto& one) { return one.expired(); });
        listeners_.push_back(who);
        return;
      }
    }
    who->rung();
  }

  void ring() {
    std::vector<std::weak_ptr<bell_listener>> all;
    {
      const std::lock_guard lock{mutex_};
      ++rings_;
      all.swap(listeners_);
    }
    for (const auto& one : all)
      if (const auto who = one.lock()) who->rung();
  }

 private:
  mutable std::mutex mutex_;
  std::uint64_t rings_ = 0;
  std::vector<std::weak_ptr<bell_listener>> listeners_;
};

}  // namespace aloft::local
