#include "runtime/event.hpp"

#include "http/context_watch.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace aloft::runtime {
namespace asio = boost::asio;
namespace {

using handler = asio::any_completion_handler<void(bool)>;

struct waiter;

}  // namespace

struct event::state {
  std::mutex mutex;
  bool is_set = false;
  std::vector<std::shared_ptr<waiter>> waiting;

  /// True for the one that takes the waiter out, and with it the duty to complete or to drop it.
  bool withdraw(const waiter* one) {
    std::lock_guard lock{mutex};
    return std::erase_if(waiting, [one](const auto& other) { return other.get() == one; }) > 0;
  }
};

namespace {

struct waiter final : http::context_listener {
  waiter(handler h, const asio::any_io_executor& e, std::shared_ptr<event::state> o)
      : resume{std::move(h)}, executor{asio::prefer(e, asio::execution::outstanding_work.tracked)}, of{o} {}

  void context_gone() noexcept override {
    if (auto owner = of.lock(); owner && owner->withdraw(this)) resume.reset();
  }

  std::optional<handler> resume;   // constructed and reset only: Boost 1.81 cannot assign it
  asio::any_io_executor executor;  // counts as work, so that its loop does not end under a waiter
  std::weak_ptr<event::state> of;
};

// Always by a post: the one that sets an event must not run the waiters' code.
void complete(const std::shared_ptr<waiter>& one, bool outcome) {
  const asio::any_io_executor executor = std::exchange(one->executor, {});
  asio::post(executor, [one, outcome] { (*one->resume)(outcome); });
}

}  // namespace

event::event() : state_{std::make_shared<state>()} {}

void event::set() {
  std::vector<std::shared_ptr<waiter>> released;
  {
    std::lock_guard lock{state_->mutex};
    state_->is_set = true;
    released.swap(state_->waiting);
  }
  for (const auto& one : released) complete(one, true);
}

void event::reset() {
  std::lock_guard lock{state_->mutex};
  state_->is_set = false;
}

asio::awaitable<bool> event::wait() {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  co_return co_await asio::async_initiate<const asio::deferred_t, void(bool)>(
      [](auto resume, std::shared_ptr<state> of, asio::any_io_executor on) {
        auto slot = asio::get_associated_cancellation_slot(resume);
        auto one = std::make_shared<waiter>(handler{std::move(resume)}, on, of);
        http::watch_context(on, one);
        if (slot.is_connected())
          slot.assign([of, one](asio::cancellation_type) {
            if (of->withdraw(one.get())) complete(one, false);
          });
        // From here on another thread may resume the coroutine.
        std::unique_lock lock{of->mutex};
        if (!of->is_set) return of->waiting.push_back(one);
        lock.unlock();
        complete(one, true);
      },
      asio::deferred, state_, executor);
}

}  // namespace aloft::runtime
