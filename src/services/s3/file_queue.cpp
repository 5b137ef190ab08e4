#include "services/s3/file_queue.hpp"

#include <aloft/background_work.hpp>

#include <deque>
#include <mutex>

namespace aloft::s3 {

struct file_queue::state {
  explicit state(std::size_t most) : threads{most} {}

  const std::size_t threads;
  std::mutex mutex;
  std::deque<std::function<void()>> waiting;
  std::size_t running = 0;

  /// Works until nothing waits.
  void drain() {
    for (;;) {
      std::function<void()> next;
      {
        const std::lock_guard lock{mutex};
        if (waiting.empty()) {
          --running;
          return;
        }
        next = std::move(waiting.front());
        waiting.pop_front();
      }
      next();
    }
  }
};

file_queue::file_queue(boost::asio::any_io_executor executor, const clock& time, std::size_t threads)
    : executor_{std::move(executor)}, clock_{time}, state_{std::make_shared<state>(threads)} {}

void file_queue::add(std::function<void()> work) const {
  {
    const std::lock_guard lock{state_->mutex};
    state_->waiting.push_back(std::move(work));
    if (state_->running == state_->threads) return;
    ++state_->running;
  }
  const std::function<void()> drain = [of = state_] { of->drain(); };
  if (!run_in_background(drain)) drain();
}

}  // namespace aloft::s3
