#include "flow/event.hpp"

#include <mutex>
#include <utility>

namespace aloft::flow {

struct event::state {
  std::shared_ptr<watchdog> guard;
  bool is_set = false;  // under the guard's lock, as the line
  waiter::line waiting;
};

event::event(std::shared_ptr<watchdog> guard) : state_{std::make_shared<state>()} { state_->guard = std::move(guard); }

void event::set() {
  const std::lock_guard lock{state_->guard->mutex()};
  state_->is_set = true;
  while (!state_->waiting.empty()) state_->waiting.front().resume(wait_end::done);
}

void event::reset() {
  const std::lock_guard lock{state_->guard->mutex()};
  state_->is_set = false;
}

bool event::is_set() const {
  const std::lock_guard lock{state_->guard->mutex()};
  return state_->is_set;
}

boost::asio::awaitable<wait_end> event::wait(steady_time limit) const {
  const auto self = state_;  // may be gone from its owner before the wait is over
  waiter here{*self->guard};
  const waiter::chooser choose = [&self] { return self->is_set ? nullptr : &self->waiting; };
  const wait_end ended = co_await here.wait(limit, choose);
  const bool cancelled = co_await is_cancelled();
  co_return cancelled ? wait_end::cancelled : ended;
}

boost::asio::awaitable<wait_end> event::wait_shielded(steady_time limit) const {
  const auto self = state_;
  waiter here{*self->guard};
  const waiter::chooser choose = [&self] { return self->is_set ? nullptr : &self->waiting; };
  co_return co_await here.wait_shielded(limit, choose);
}

}  // namespace aloft::flow
