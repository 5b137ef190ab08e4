#include "flow/semaphore.hpp"

#include <mutex>
#include <utility>

namespace aloft::flow {

semaphore::semaphore(std::shared_ptr<watchdog> guard, std::size_t permits) : guard_{std::move(guard)}, free_{permits} {}

/// Passes on what it was given when nobody comes to take it: the coroutine is cancelled, or goes with its context.
class semaphore::applicant final : public waiter {
 public:
  explicit applicant(semaphore& of) : waiter{*of.guard_}, of_{of} {}
  ~applicant() {
    if (granted) of_.release();
  }
  bool granted = false;

 private:
  semaphore& of_;
};

boost::asio::awaitable<wait_end> semaphore::acquire(steady_time limit) {
  applicant here{*this};
  const waiter::chooser choose = [&]() -> waiter::line* {
    if (free_ == 0) return &waiting_;
    --free_;
    here.granted = true;
    return nullptr;
  };
  const wait_end ended = co_await here.wait(limit, choose);
  const bool cancelled = co_await is_cancelled();
  if (cancelled) co_return wait_end::cancelled;
  here.granted = false;
  co_return ended;
}

void semaphore::release() {
  const std::lock_guard lock{guard_->mutex()};
  if (waiting_.empty()) {
    ++free_;
    return;
  }
  auto& first = static_cast<applicant&>(waiting_.front());
  first.granted = true;
  first.resume(wait_end::done);
}

}  // namespace aloft::flow
