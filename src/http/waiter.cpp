#include "http/waiter.hpp"

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

namespace aloft::http {
namespace asio = boost::asio;

waiter::~waiter() {
  const std::lock_guard lock{guard_.mutex()};
  leave();
}

void waiter::leave() noexcept {
  guard_.withdraw(*this);
  if (in_ == nullptr) return;
  in_->erase(in_->iterator_to(*this));
  in_ = nullptr;
}

void waiter::resume(wake why) noexcept {
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

waiter::handler waiter::abandon() noexcept {
  leave();
  auto then = std::move(*handler_);
  handler_.reset();
  executor_ = {};
  return then;
}

void waiter::cancel() noexcept {
  const std::lock_guard lock{guard_.mutex()};
  resume(wake::cancelled);
}

asio::awaitable<wake> waiter::wait(steady_time limit, const chooser& choose) {
  auto join = [this, limit, &choose](auto then) {
    auto executor = asio::get_associated_executor(then);
    const std::lock_guard lock{guard_.mutex()};
    executor_ = asio::prefer(executor, asio::execution::outstanding_work.tracked);
    handler_.emplace(std::move(then));
    line* const in = choose();
    if (in == nullptr) return resume(wake::ready);
    // The erased handler has put a filter of its own into the coroutine's slot; its slot is the one to use from now on.
    if (auto slot = asio::get_associated_cancellation_slot(*handler_); slot.is_connected())
      slot.assign([this](asio::cancellation_type type) {
        if (type != asio::cancellation_type::none) cancel();
      });
    in->push_back(*this);
    in_ = in;
    begin(limit, expiry::attempt);
    guard_.enroll(*this);
  };
  co_return co_await asio::async_initiate<const asio::deferred_t, void(wake)>(join, asio::deferred);
}

}  // namespace aloft::http
