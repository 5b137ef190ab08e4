#include "services/s3/file_queue.hpp"

#include <aloft/background_work.hpp>

#include <boost/asio/post.hpp>

#include <algorithm>
#include <deque>
#include <mutex>
#include <utility>

namespace aloft::s3 {

struct file_queue::state {
  explicit state(std::size_t most) : threads{most} {}

  const std::size_t threads;
  std::mutex mutex;
  std::deque<std::function<void()>> waiting;
  std::size_t running = 0;
  bool posted = false;  // begin() is to come

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
    if (std::exchange(state_->posted, true)) return;
  }
  // Work that comes in one turn of the event loop is handed over together: to wake a thread costs more than to read a
  // small file.
  boost::asio::post(executor_, [of = state_] { begin(of); });
}

void file_queue::begin(const std::shared_ptr<state>& of) {
  constexpr std::size_t for_one = 4;  // pieces of work that do not make another thread worth its while
  std::size_t more = 0;
  {
    const std::lock_guard lock{of->mutex};
    of->posted = false;
    const std::size_t wanted = std::min(of->threads, (of->waiting.size() + for_one - 1) / for_one);
    more = wanted > of->running ? wanted - of->running : 0;
    of->running += more;
  }
  const std::function<void()> drain = [of] { of->drain(); };
  for (; more > 0; --more)
    if (!run_in_background(drain)) drain();
}

}  // namespace aloft::s3
