#include "flow/event.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <optional>

namespace aloft::flow {
namespace {

namespace asio = boost::asio;

asio::awaitable<wait_end> wait_quietly(event on) {
  co_await asio::this_coro::throw_if_cancelled(false);
  co_return co_await on.wait();
}

TEST(event, lets_all_waiters_through_and_later_ones_too) {
  asio::io_context context;
  event ready{watchdog::of(context.get_executor())};
  int passed = 0;
  auto count = [&](std::exception_ptr, wait_end how) { passed += how == wait_end::done ? 1 : 0; };
  for (int i = 0; i < 3; ++i) asio::co_spawn(context, wait_quietly(ready), count);
  asio::post(context, [&] { ready.set(); });
  context.run();
  EXPECT_EQ(passed, 3);
  context.restart();
  asio::co_spawn(context, wait_quietly(ready), count);
  context.run();
  EXPECT_EQ(passed, 4);
}

TEST(event, cancelling_one_waiter_leaves_the_others) {
  asio::io_context context;
  event ready{watchdog::of(context.get_executor())};
  asio::cancellation_signal stop;
  int cancelled = 0, passed = 0;
  asio::co_spawn(context, wait_quietly(ready),
                 asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr, wait_end how) {
                   cancelled += how == wait_end::cancelled ? 1 : 0;
                 }));
  asio::co_spawn(context, wait_quietly(ready),
                 [&](std::exception_ptr, wait_end how) { passed += how == wait_end::done ? 1 : 0; });
  asio::post(context, [&] {
    stop.emit(asio::cancellation_type::terminal);
    asio::post(context, [&] { ready.set(); });
  });
  context.run();
  EXPECT_EQ(cancelled, 1);
  EXPECT_EQ(passed, 1);
}

TEST(event, a_context_that_goes_takes_its_waiters_along) {
  std::optional<event> ready;
  std::weak_ptr<int> left;
  {
    asio::io_context context;
    ready.emplace(watchdog::of(context.get_executor()));
    auto held = std::make_shared<int>(1);
    left = held;
    asio::co_spawn(context, wait_quietly(*ready), [held](std::exception_ptr, wait_end) { FAIL() << "resumed"; });
    held.reset();
    context.poll();
    EXPECT_FALSE(left.expired());
  }
  EXPECT_TRUE(left.expired());
  ready->set();
}

TEST(event, many_threads) {
  asio::thread_pool pool{4};
  std::atomic<int> passed{0}, cancelled{0};
  for (int round = 0; round < 200; ++round) {
    event ready{watchdog::of(pool.get_executor())};
    auto stop = std::make_shared<asio::cancellation_signal>();
    auto strand = asio::make_strand(pool.get_executor());
    asio::co_spawn(strand, wait_quietly(ready),
                   asio::bind_cancellation_slot(stop->slot(), [&, stop](std::exception_ptr, wait_end how) {
                     ++(how == wait_end::done ? passed : cancelled);
                   }));
    asio::co_spawn(pool, wait_quietly(ready), [&](std::exception_ptr, wait_end) { ++passed; });
    asio::post(strand, [stop] { stop->emit(asio::cancellation_type::terminal); });
    asio::post(pool, [ready]() mutable { ready.set(); });
  }
  pool.join();
  EXPECT_EQ(passed + cancelled, 400);
}

}  // namespace
}  // namespace aloft::flow
