#include "flow/blocking_pool.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>

namespace aloft::flow {

struct blocking_pool::state {
  explicit state(blocking_pool_options o) : options{o} {}

  void serve() {
    std::unique_lock lock{mutex};
    for (;;) {
      ++idle;
      const bool more = change.wait_for(lock, options.linger, [this] { return closed || !waiting.empty(); });
      --idle;
      if (closed || !more) break;
      auto next = std::move(waiting.front());
      waiting.pop_front();
      lock.unlock();
      next();
      next = nullptr;
      lock.lock();
    }
    --threads;
  }

  const blocking_pool_options options;
  std::mutex mutex;
  std::condition_variable change;
  std::deque<std::function<void()>> waiting;
  std::size_t threads = 0;
  std::size_t idle = 0;
  bool closed = false;
};

blocking_pool::blocking_pool(blocking_pool_options options) : state_{std::make_shared<state>(options)} {}

blocking_pool::~blocking_pool() {
  std::deque<std::function<void()>> never;  // destroyed outside the lock
  const std::lock_guard lock{state_->mutex};
  state_->closed = true;
  never.swap(state_->waiting);
  state_->change.notify_all();
}

blocking_pool& blocking_pool::of_process() {
  static blocking_pool instance;
  return instance;
}

std::size_t blocking_pool::threads() const noexcept {
  const std::lock_guard lock{state_->mutex};
  return state_->threads;
}

bool blocking_pool::run(std::function<void()> work) {
  const std::lock_guard lock{state_->mutex};
  state_->waiting.push_back(std::move(work));
  if (state_->waiting.size() <= state_->idle || state_->threads >= state_->options.max_threads) {
    state_->change.notify_one();
    return true;
  }
  try {
    std::thread{[state = state_] { state->serve(); }}.detach();
    ++state_->threads;
  } catch (const std::system_error&) {
    if (state_->threads > 0) return true;  // another thread will come to it
    state_->waiting.pop_back();
    return false;
  }
  return true;
}

}  // namespace aloft::flow
