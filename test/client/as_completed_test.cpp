#include "aloft/as_completed.hpp"

#include "client/fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <numeric>
#include <ranges>

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

asio::awaitable<int> after_turns(int value, int turns) {
  for (int i = 0; i < turns; ++i) co_await asio::post(co_await asio::this_coro::executor, asio::deferred);
  co_return value;
}

asio::awaitable<int> never_ending(int& cancelled) {
  asio::steady_timer timer{co_await asio::this_coro::executor, std::chrono::hours{1}};
  try {
    co_await timer.async_wait(asio::deferred);
  } catch (const boost::system::system_error&) {
    ++cancelled;
    throw;
  }
  co_return 0;
}

template <class Completions>
asio::awaitable<std::vector<int>> values_of(Completions all) {
  std::vector<int> values;
  while (auto one = co_await all.next()) values.push_back(one->outcome ? *one->outcome : -1);
  co_return values;
}

struct completing : ::testing::Test {
  asio::io_context context;
};

TEST_F(completing, results_come_in_the_order_in_which_they_are_there) {
  const std::vector<int> turns{50, 10, 30, 20};
  EXPECT_THAT(run(context, values_of(as_completed(turns, [](int n) { return after_turns(n, n); }))),
              ElementsAre(10, 20, 30, 50));
}

TEST_F(completing, an_empty_range_is_over_at_once) {
  EXPECT_THAT(run(context, values_of(as_completed(std::vector<int>{}, [](int n) { return after_turns(n, 1); }))),
              IsEmpty());
}

TEST_F(completing, a_failure_is_the_result_of_its_item_and_of_no_other) {
  auto work = [](int n) -> asio::awaitable<int> {
    co_await after_turns(0, n);
    if (n == 2) throw error{error_kind::service, "Bad", "no"};
    co_return n;
  };
  EXPECT_THAT(run(context, values_of(as_completed(std::views::iota(1, 4), work))), ElementsAre(1, -1, 3));
}

TEST_F(completing, a_callable_that_throws_an_error_has_made_that_items_result) {
  auto work = [](int n) -> asio::awaitable<int> {
    if (n == 2) throw error{error_kind::usage, "Bad", "no"};
    return after_turns(n, n);
  };
  EXPECT_THAT(run(context, values_of(as_completed(std::views::iota(1, 4), work))), ElementsAre(-1, 1, 3));
}

TEST_F(completing, items_are_taken_only_when_there_is_room_also_for_results_that_nobody_has_taken) {
  int begun = 0, running = 0, most = 0;
  auto work = [&](int n) -> asio::awaitable<int> {
    ++begun;
    most = std::max(most, ++running);
    co_await after_turns(0, 1);
    --running;
    co_return n;
  };
  auto reading = [&]() -> asio::awaitable<int> {
    auto all = as_completed(std::views::iota(0, 1000), work, {.limit = 5});
    int taken = 0;
    while (auto one = co_await all.next()) {
      ++taken;
      co_await after_turns(0, 20);  // the reader is slow: nothing may pile up
      EXPECT_LE(begun - taken, 5);
    }
    co_return taken;
  };
  EXPECT_EQ(run(context, reading()), 1000);
  EXPECT_LE(most, 5);
}

TEST_F(completing, exceptions_that_are_no_errors_cancel_the_rest_and_are_thrown) {
  int cancelled = 0;
  auto work = [&](int n) -> asio::awaitable<int> {
    if (n != 1) return never_ending(cancelled);
    return []() -> asio::awaitable<int> {
      co_await after_turns(0, 3);
      throw std::logic_error{"a fault"};
    }();
  };
  EXPECT_THROW(run(context, values_of(as_completed(std::views::iota(0, 4), work))), std::logic_error);
  EXPECT_EQ(cancelled, 3);
}

TEST_F(completing, stop_cancels_and_waits) {
  int cancelled = 0;
  auto reading = [&]() -> asio::awaitable<int> {
    auto all = as_completed(std::views::iota(0, 4),
                            [&](int n) { return n == 0 ? after_turns(7, 1) : never_ending(cancelled); });
    const auto first = co_await all.next();
    co_await all.stop();
    co_return *first->outcome;
  };
  EXPECT_EQ(run(context, reading()), 7);
  EXPECT_EQ(cancelled, 3);
}

TEST_F(completing, a_cancelled_reader_gets_an_error_and_may_read_on) {
  asio::cancellation_signal stop;
  std::vector<std::string> seen;
  auto reading = [&]() -> asio::awaitable<void> {
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation{});
    auto all = as_completed(std::views::iota(0, 2), [](int n) { return after_turns(n, 500); });
    try {
      co_await all.next();
    } catch (const error& failure) {
      seen.push_back(failure.code());
    }
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation{});
    while (auto one = co_await all.next()) seen.push_back(std::to_string(*one->outcome));
  };
  asio::co_spawn(context, reading(), asio::bind_cancellation_slot(stop.slot(), [](std::exception_ptr thrown) {
                   if (thrown) std::rethrow_exception(thrown);
                 }));
  asio::post(context, [&] { stop.emit(asio::cancellation_type::total); });
  context.run();
  EXPECT_THAT(seen, ElementsAre("Cancelled", "0", "1"));
}

TEST_F(completing, on_many_threads_each_result_comes_once) {
  asio::thread_pool pool{3};
  auto reading = [](int n) -> asio::awaitable<long> {
    auto all = as_completed(std::views::iota(0, n), [](int i) { return after_turns(i, i % 5); }, {.limit = 50});
    long sum = 0;
    while (auto one = co_await all.next()) sum += *one->outcome;
    co_return sum;
  };
  EXPECT_EQ(asio::co_spawn(pool, reading(2000), asio::use_future).get(), 1999L * 2000 / 2);
}

}  // namespace
}  // namespace aloft
