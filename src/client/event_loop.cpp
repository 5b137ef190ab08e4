#include "client/event_loop.hpp"

#include <exception>
#include <string>

namespace aloft::client_detail {

void event_loop::finish(ticket& waited_for) {
  std::lock_guard lock{mutex_};
  waited_for.done_ = true;
  waited_for.changed_.notify_one();
}

void event_loop::run_one() noexcept {
  std::string what = "an exception that is no std::exception";
  try {
    context_.run_one();
    return;
  } catch (const std::exception& failure) {
    what = failure.what();
  } catch (...) {
  }
  if (log_ != nullptr)
    log_->write(log_level::warning, "A completion handler has thrown in the session's own event loop: " + what);
}

void event_loop::wait(ticket& for_this) {
  std::unique_lock lock{mutex_};
  while (!for_this.done_) {
    if (driven_) {
      const auto place = standing_by_.insert(standing_by_.end(), &for_this);
      for_this.changed_.wait(lock, [&] { return for_this.done_ || !driven_; });
      standing_by_.erase(place);
      continue;
    }
    driven_ = true;
    while (!for_this.done_) {
      lock.unlock();
      run_one();
      lock.lock();
    }
    driven_ = false;
  }
  if (!driven_ && !standing_by_.empty()) standing_by_.front()->changed_.notify_one();
}

}  // namespace aloft::client_detail
