#include "http/watchdog.hpp"

namespace aloft::http {

void watchdog::enroll(watched& item) {
  const bool first = items_.empty();
  items_.push_back(item);
  if (first) arm();
}

void watchdog::withdraw(watched& item) noexcept {
  if (!item.is_linked()) return;
  items_.erase(items_.iterator_to(item));
  if (!items_.empty()) return;
  ++round_;
  timer_.cancel();  // a timer left running would keep the caller's event loop alive
}

void watchdog::arm() {
  timer_.expires_after(tick);
  timer_.async_wait([self = shared_from_this(), round = ++round_](const boost::system::error_code& stopped) {
    if (!stopped) self->check(round);
  });
}

void watchdog::check(std::uint64_t round) {
  const std::lock_guard lock{mutex_};
  if (round != round_) return;
  const auto now = std::chrono::steady_clock::now();
  for (auto it = items_.begin(); it != items_.end();) {
    watched& item = *it++;  // expire() may take the item out of the list
    // An item that has fired stays late: what its owner began at that very moment may have been missed.
    if (item.fired_ == expiry::none && now >= item.limit_) item.fired_ = item.meaning_;
    if (item.fired_ == expiry::none &&
        now.time_since_epoch().count() >= item.idle_until_.load(std::memory_order_relaxed))
      item.fired_ = expiry::idle;
    if (item.fired_ != expiry::none) item.expire(item.fired_);
  }
  if (round == round_) arm();
}

}  // namespace aloft::http
