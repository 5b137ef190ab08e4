#pragma once
// Coroutines on a loop that a test steps by hand, under a clock that it turns.

#include "flow/watchdog.hpp"
#include "support/turned_clock.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <utility>

namespace aloft::flow {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// A coroutine that was started, its signal and what came of it.
template <class T>
class started {
 public:
  started(const asio::any_io_executor& on, asio::awaitable<T> work) {
    asio::co_spawn(on, quietly(std::move(work)),
                   asio::bind_cancellation_slot(state_->stop.slot(), [into = state_](std::exception_ptr, T value) {
                     into->outcome.emplace(std::move(value));
                   }));
  }
  void cancel() { state_->stop.emit(asio::cancellation_type::terminal); }
  bool over() const { return state_->outcome.has_value(); }
  const T& outcome() const { return state_->outcome.value(); }

 private:
  // As calls run: cancellation is an outcome there, no exception.
  static asio::awaitable<T> quietly(asio::awaitable<T> work) {
    co_await asio::this_coro::throw_if_cancelled(false);
    co_return co_await std::move(work);
  }
  struct state {
    asio::cancellation_signal stop;
    std::optional<T> outcome;
  };
  std::shared_ptr<state> state_ = std::make_shared<state>();
};

struct stepped : ::testing::Test {
  aloft::testing::turned_clock clock;
  asio::io_context context;
  std::shared_ptr<watchdog> guard = watchdog::of(context.get_executor(), clock);

  template <class T>
  started<T> start(asio::awaitable<T> work) {
    return started<T>{context.get_executor(), std::move(work)};
  }
  /// Runs what can run now.
  void step() {
    context.restart();
    context.poll();
  }
  /// One after another within the loop, where cancellation takes effect at once; then whatever follows.
  template <class F>
  void in_loop(F work) {
    asio::post(context, std::move(work));
    step();
  }
  /// Lets time pass, and whoever waited for it.
  void turn(std::chrono::milliseconds by) {
    clock.turn(by);
    step();
  }
  steady_time in(std::chrono::milliseconds later) const { return clock.steady_now() + later; }
};

}  // namespace aloft::flow
