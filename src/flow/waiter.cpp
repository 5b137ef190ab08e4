#include "flow/waiter.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>

#include <utility>

namespace aloft::flow {
namespace asio = boost::asio;

/// Drops a waiter whose own context goes while the watchdog's stays.
class waiter::foreign_watch final : public context_listener {
 public:
  foreign_watch(waiter& who, watchdog& guard) : guard_{guard.shared_from_this()}, who_{&who} {}

  void context_gone() noexcept override {
    std::vector<wait_handler> dropped;  // destroyed outside the lock
    const std::lock_guard lock{guard_->mutex()};
    if (who_ != nullptr) who_->take(dropped);
  }
  /// The waiter no longer waits. Needs the lock.
  void forget() noexcept { who_ = nullptr; }

 private:
  const std::shared_ptr<watchdog> guard_;
  waiter* who_;
};

waiter::~waiter() {
  const std::lock_guard lock{guard_.mutex()};
  leave();
}

void waiter::leave() noexcept {
  guard_.withdraw(*this);
  if (foreign_) {
    foreign_->forget();
    foreign_.reset();
  }
  if (in_ == nullptr) return;
  in_->erase(in_->iterator_to(*this));
  in_ = nullptr;
}

void waiter::resume(wait_end why) noexcept {
  if (!handler_) return;
  leave();
  auto then = std::move(*handler_);
  handler_.reset();
  auto executor = std::exchange(executor_, {});
  asio::post(executor, [then = std::move(then), why]() mutable {
    // The slot must not find this waiter again; it is touched on the coroutine's own executor only.
    if (auto slot = asio::get_associated_cancellation_slot(then); slot.is_connected()) slot.clear();
    std::move(then)(why);
  });
}

void waiter::take(std::vector<wait_handler>& dropped) {
  if (!handler_) return;
  leave();
  dropped.push_back(std::move(*handler_));
  handler_.reset();
  executor_ = {};
}

void waiter::drop(std::vector<wait_handler>& dropped) {
  if (foreign_) return resume(wait_end::context_gone);
  take(dropped);
}

void waiter::cancel() noexcept {
  const std::lock_guard lock{guard_.mutex()};
  resume(wait_end::cancelled);
}

/// What begins a wait.
struct waiter::joining {
  waiter* self;
  steady_time limit;
  const chooser* choose;
  bool heeds_cancellation;

  template <class Handler>
  void operator()(Handler then) const {
    const auto executor = asio::get_associated_executor(then);
    self->join(wait_handler{std::move(then)}, executor, *this);
  }
};

void waiter::join(wait_handler then, const asio::any_io_executor& executor, const joining& how) {
  std::shared_ptr<foreign_watch> foreign;
  if (!guard_.runs_on(asio::query(executor, asio::execution::context))) {
    foreign = std::make_shared<foreign_watch>(*this, guard_);
    watch_context(executor, foreign);
  }
  const bool late = guard_.time().steady_now() >= how.limit;
  const std::lock_guard lock{guard_.mutex()};
  executor_ = asio::prefer(executor, asio::execution::outstanding_work.tracked);
  handler_.emplace(std::move(then));
  foreign_ = std::move(foreign);
  if (guard_.context_is_gone()) return resume(wait_end::context_gone);
  line* const in = (*how.choose)();
  if (in == nullptr) return resume(wait_end::done);
  if (late) return resume(wait_end::deadline);
  // The erased handler has put a filter of its own into the coroutine's slot; its slot is the one to use from now on.
  if (auto slot = asio::get_associated_cancellation_slot(*handler_); slot.is_connected() && how.heeds_cancellation)
    slot.assign([this](asio::cancellation_type type) {
      if (type != asio::cancellation_type::none) cancel();
    });
  in->push_back(*this);
  in_ = in;
  begin(how.limit, expiry::attempt);
  guard_.enroll(*this);
}

asio::awaitable<wait_end> waiter::wait(steady_time limit, const chooser& choose) {
  const bool cancelled_before = co_await is_cancelled();
  if (cancelled_before) co_return wait_end::cancelled;
  const joining how{this, limit, &choose, true};
  co_return co_await asio::async_initiate<const asio::deferred_t, void(wait_end)>(how, asio::deferred);
}

asio::awaitable<wait_end> waiter::wait_shielded(steady_time limit, const chooser& choose) {
  const joining how{this, limit, &choose, false};
  co_return co_await asio::async_initiate<const asio::deferred_t, void(wait_end)>(how, asio::deferred);
}

}  // namespace aloft::flow
