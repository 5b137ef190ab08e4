#include "flow/watchdog.hpp"

#include <boost/asio/defer.hpp>
#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/query.hpp>

#include <algorithm>
#include <utility>

namespace aloft::flow {
namespace asio = boost::asio;
namespace {

/// Looks after the last deadline is gone, before the timer is stopped: a caller's next call begins in between.
constexpr int looks_before_stopping = 2;

/// The watchdogs of a context, by their clocks.
class watchdog_service final : public asio::execution_context::service {
 public:
  using key_type = watchdog_service;
  static inline asio::execution_context::id id;

  explicit watchdog_service(asio::execution_context& context) : service{context} {}

  std::shared_ptr<watchdog> find(const asio::any_io_executor& executor, const clock& time) {
    const std::lock_guard lock{mutex_};
    for (const auto& [of, held] : all_)
      if (of == &time)
        if (auto found = held.lock()) return found;
    std::erase_if(all_, [](const auto& one) { return one.second.expired(); });
    auto made = std::make_shared<watchdog>(without_strand(executor), time);
    all_.emplace_back(&time, made);
    made->start();
    return made;
  }

 private:
  void shutdown() override {}

  std::mutex mutex_;
  std::vector<std::pair<const clock*, std::weak_ptr<watchdog>>> all_;
};

}  // namespace

std::shared_ptr<watchdog> watchdog::of(const asio::any_io_executor& executor, const clock& time) {
  asio::execution_context& context = asio::query(executor, asio::execution::context);
  return asio::use_service<watchdog_service>(context).find(executor, time);
}

watchdog::watchdog(const asio::any_io_executor& executor, const clock& time)
    : time_{time},
      context_{&static_cast<asio::execution_context&>(asio::query(executor, asio::execution::context))},
      executor_{executor},
      timer_{executor} {}

void watchdog::enroll(watched& item) {
  items_.push_back(item);
  if (!ticking_ && !turned_by_hand_ && executor_) arm();
}

void watchdog::withdraw(watched& item) noexcept {
  if (!item.is_linked()) return;
  items_.erase(items_.iterator_to(item));
  // A timer left running would keep the caller's event loop alive; one that is stopped and started for each call costs
  // two system calls a time. So whoever is still there after the caller's next steps is stopped.
  if (!items_.empty() || !ticking_ || stopping_ || !executor_) return;
  stopping_ = true;
  asio::defer(*executor_, [self = shared_from_this()] { self->stop_unless_used(looks_before_stopping - 1); });
}

void watchdog::stop_unless_used(int further_looks) {
  const std::lock_guard lock{mutex_};
  if (!executor_) return;
  if (items_.empty() && further_looks > 0) {
    asio::post(*executor_, [self = shared_from_this(), further_looks] { self->stop_unless_used(further_looks - 1); });
    return;
  }
  stopping_ = false;
  if (!items_.empty() || !ticking_) return;
  ticking_ = false;
  ++round_;
  timer_->cancel();
}

void watchdog::start() {
  const auto self = shared_from_this();
  watch_context(*executor_, std::shared_ptr<context_listener>{self, this});
  turned_by_hand_ = time_.listen(std::shared_ptr<clock_listener>{self, this});
}

void watchdog::arm() {
  ticking_ = true;
  timer_->expires_after(tick);
  timer_->async_wait([self = shared_from_this(), round = ++round_](const boost::system::error_code& stopped) {
    if (!stopped) self->tick_over(round);
  });
}

void watchdog::tick_over(std::uint64_t round) {
  const std::lock_guard lock{mutex_};
  if (round != round_ || !executor_) return;
  expire_late_ones();
  ticking_ = false;
  if (!items_.empty()) arm();
}

void watchdog::expire_late_ones() noexcept {
  if (items_.empty()) return;  // and perhaps no clock any more: a tick may be on its way when the last user goes
  const auto now = time_.steady_now();
  for (auto it = items_.begin(); it != items_.end();) {
    watched& item = *it++;  // expire() may take the item out of the list
    // An item that has fired stays late: what its owner began at that very moment may have been missed.
    if (item.fired_ == expiry::none && now >= item.limit_) item.fired_ = item.meaning_;
    if (item.fired_ == expiry::none &&
        now.time_since_epoch().count() >= item.idle_until_.load(std::memory_order_relaxed))
      item.fired_ = expiry::idle;
    if (item.fired_ != expiry::none) item.expire(item.fired_);
  }
}

void watchdog::clock_turned() noexcept {
  const std::lock_guard lock{mutex_};
  expire_late_ones();
}

void watchdog::context_gone() noexcept {
  std::vector<wait_handler> dropped;  // own coroutines: destroyed outside the lock
  const std::lock_guard lock{mutex_};
  timer_.reset();
  executor_.reset();
  for (auto it = items_.begin(); it != items_.end();) {
    watched& item = *it++;
    item.context_gone(dropped);
  }
}

}  // namespace aloft::flow
