#include "flow/single_flight.hpp"

#include "flow/sleep.hpp"
#include "flow/stepped.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <stdexcept>

namespace aloft::flow {
namespace {

using flights = single_flight<int>;

error timed_out() { return error{error_kind::timeout, "Late", "not in time"}; }

struct flying : stepped {
  flights one{context.get_executor(), guard, 100ms};
  event released{guard};
  int begun = 0, ended = 0;
  bool heeds_cancellation = true;

  flights::load how() {
    return {[this] { return make(); }, [] { return timed_out(); },
            [](const std::string& what) {
              return error{error_kind::credentials, "Thrown", what};
            }};
  }
  asio::awaitable<result<int>> make() {
    const int number = ++begun;
    if (heeds_cancellation)
      co_await released.wait();
    else
      co_await released.wait_shielded();
    ++ended;
    co_return number;
  }
  started<flights::arrival> join(steady_time limit = steady_time::max()) { return start(one.join(how(), limit)); }

  static std::string text(const started<flights::arrival>& of) {
    if (!of.over()) return "waits";
    const auto& came = of.outcome();
    if (came.end == wait_end::deadline) return "deadline";
    if (came.end == wait_end::cancelled) return "cancelled";
    if (came.end == wait_end::context_gone) return "context gone";
    return came.outcome->has_value() ? std::to_string(**came.outcome) : came.outcome->error().code();
  }
};

TEST_F(flying, one_makes_it_for_all) {
  auto first = join(), second = join();
  step();
  released.set();
  step();
  auto third = join();
  step();
  EXPECT_EQ(text(first) + text(second) + text(third), "112");
}

TEST_F(flying, a_cancelled_waiter_cancels_nothing) {
  auto first = join(), second = join();
  step();
  first.cancel();
  step();
  EXPECT_EQ(text(first), "cancelled");
  released.set();
  step();
  EXPECT_EQ(text(second), "1");
}

TEST_F(flying, all_waiters_cancelled_and_the_load_goes_on) {
  auto first = join();
  step();
  first.cancel();
  step();
  auto second = join();
  step();
  released.set();
  step();
  EXPECT_EQ(text(second), "1");
  EXPECT_EQ(begun, 1);
}

TEST_F(flying, waiters_have_limits_of_their_own) {
  auto hurried = join(in(10ms)), patient = join();
  step();
  turn(10ms);
  EXPECT_EQ(text(hurried), "deadline");
  released.set();
  step();
  EXPECT_EQ(text(patient), "1");
}

TEST_F(flying, an_exception_is_an_answer) {
  auto throwing = [] {
    flights::load how;
    how.make = []() -> asio::awaitable<result<int>> {
      co_await asio::post(asio::deferred);
      throw std::runtime_error{"broken"};
    };
    how.late = [] { return timed_out(); };
    how.thrown = [](const std::string& what) { return error{error_kind::credentials, "Thrown", what}; };
    return how;
  };
  auto first = start(one.join(throwing(), steady_time::max()));
  step();
  EXPECT_EQ(text(first), "Thrown");
  auto next = join();
  released.set();
  step();
  EXPECT_EQ(text(next), "1") << "the next load is not stuck behind it";
}

TEST_F(flying, a_load_that_is_late_is_cancelled) {
  auto first = join();
  step();
  turn(100ms);
  EXPECT_EQ(text(first), "Late");
  EXPECT_EQ(ended, 1);
}

TEST_F(flying, a_load_that_ignores_its_limit_is_waited_out_before_the_next_begins) {
  heeds_cancellation = false;
  auto first = join();
  step();
  turn(100ms);
  EXPECT_EQ(text(first), "Late");
  auto second = join(), hurried = join(in(20ms));
  step();
  EXPECT_EQ(begun, 1) << "two loads never run at once";
  turn(20ms);
  EXPECT_EQ(text(hurried), "deadline");
  released.set();
  step();
  EXPECT_EQ(begun, 2);
  EXPECT_EQ(text(second), "2");
}

TEST_F(flying, a_load_that_never_ends_is_late_for_everybody) {
  heeds_cancellation = false;
  auto first = join();
  step();
  turn(100ms);
  auto second = join();
  step();
  turn(100ms);
  EXPECT_EQ(text(second), "Late");
  EXPECT_EQ(begun, 1);
}

TEST_F(flying, the_context_of_the_load_goes) {
  auto maker = std::make_unique<asio::io_context>();
  const flights there{maker->get_executor(), watchdog::of(maker->get_executor(), clock), 100ms};
  auto first = start(there.join(how(), steady_time::max()));
  step();
  maker->poll();
  maker.reset();
  step();
  EXPECT_EQ(text(first), "context gone");
}

TEST(single_flight_on_threads, loads_do_not_overlap) {
  asio::thread_pool pool{4};
  const flights one{pool.get_executor(), watchdog::of(pool.get_executor()), 1min};
  std::atomic<int> inside{0}, loads{0}, served{0};
  flights::load how;
  how.make = [&]() -> asio::awaitable<result<int>> {
    EXPECT_EQ(++inside, 1);
    co_await asio::post(asio::deferred);
    --inside;
    co_return ++loads;
  };
  for (int i = 0; i < 2000; ++i)
    asio::co_spawn(pool, one.join(how, steady_time::max()),
                   [&](std::exception_ptr, flights::arrival came) { served += came.outcome ? 1 : 0; });
  pool.join();
  EXPECT_EQ(served, 2000);
}

}  // namespace
}  // namespace aloft::flow
