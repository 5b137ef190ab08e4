#include "client/event_loop.hpp"

#include <exception>
#include <string>

namespace aloft::client_detail {

void event_loop::finish(ticket& waited_for) {
  std::lock_guard lock{mutex_};
  waited_for.done_ = true;
  waited_for.changed_.notify_one();
}

void event_loop::run_one(const std::chrono::steady_clock::time_point* until) noexcept {
  std::string what = "an exception that is no std::exception";
  try {
    if (until)
      context_.run_one_until(*until);
    else
      context_.run_one();
    return;
  } catch (const std::exception& failure) {
    what = failure.what();
  } catch (...) {
  }
  if (log_ != nullptr)
    log_->write(log_level::warning, "A completion handler has thrown in the session's own event loop: " + what);
}

void event_loop::wait(ticket& for_this, const std::function<void()>& look, std::chrono::milliseconds every) {
  using std::chrono::steady_clock;
  steady_clock::time_point next_look;
  if (look) next_look = steady_clock::now() + every;
  // Without the lock: looking may take its time.
  const auto look_when_due = [&] {
    if (!look || steady_clock::now() < next_look) return;
    look();
    next_look = steady_clock::now() + every;
  };
  std::unique_lock lock{mutex_};
  while (!for_this.done_) {
    if (driven_) {
      const auto over = [&] { return for_this.done_ || !driven_; };
      const auto place = standing_by_.insert(standing_by_.end(), &for_this);
      if (look)
        for_this.changed_.wait_until(lock, next_look, over);
      else
        for_this.changed_.wait(lock, over);
      standing_by_.erase(place);
      if (look && !over()) {
        lock.unlock();
        look_when_due();
        lock.lock();
      }
      continue;
    }
    driven_ = true;
    while (!for_this.done_) {
      lock.unlock();
      run_one(look ? &next_look : nullptr);
      look_when_due();
      lock.lock();
    }
    driven_ = false;
  }
  if (!driven_ && !standing_by_.empty()) standing_by_.front()->changed_.notify_one();
}

}  // namespace aloft::client_detail
