// Each race is named after the pair that races, the one that is first in front.

#include "flow/event.hpp"
#include "flow/semaphore.hpp"
#include "flow/stepped.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>

namespace aloft::flow {
namespace {

using races = stepped;

TEST_F(races, cancel_before_wait) {
  const event never{guard};
  auto work = [](const event on) -> asio::awaitable<wait_end> {
    co_await asio::post(asio::deferred);  // cancelled here, where nobody looks
    co_return co_await on.wait();
  };
  auto one = start(work(never));
  context.poll_one();
  one.cancel();
  step();
  ASSERT_TRUE(one.over());
  EXPECT_EQ(one.outcome(), wait_end::cancelled);
}

TEST_F(races, set_before_cancel_of_one_that_has_not_woken) {
  event ready{guard};
  auto one = start(ready.wait());
  step();
  in_loop([&] {
    ready.set();   // its resumption is posted
    one.cancel();  // and finds nobody
  });
  EXPECT_EQ(one.outcome(), wait_end::cancelled);
}

TEST_F(races, cancel_before_set) {
  event ready{guard};
  auto one = start(ready.wait());
  auto other = start(ready.wait());
  step();
  in_loop([&] {
    one.cancel();
    ready.set();
  });
  EXPECT_EQ(one.outcome(), wait_end::cancelled);
  EXPECT_EQ(other.outcome(), wait_end::done);
}

TEST_F(races, deadline_before_set) {
  event ready{guard};
  auto one = start(ready.wait(in(50ms)));
  step();
  clock.turn(50ms);
  ready.set();
  step();
  EXPECT_EQ(one.outcome(), wait_end::deadline);
}

TEST_F(races, set_before_deadline) {
  event ready{guard};
  auto one = start(ready.wait(in(50ms)));
  step();
  ready.set();
  clock.turn(50ms);
  step();
  EXPECT_EQ(one.outcome(), wait_end::done);
}

TEST_F(races, deadline_before_wait) {
  event ready{guard};
  auto one = start(ready.wait(in(0ms)));
  step();
  ASSERT_TRUE(one.over()) << "nothing will turn the clock again";
  EXPECT_EQ(one.outcome(), wait_end::deadline);
  ready.set();
  auto other = start(ready.wait(in(0ms)));
  step();
  EXPECT_EQ(other.outcome(), wait_end::done) << "what is there needs no time";
}

TEST_F(races, release_before_cancel_hands_the_permit_on) {
  semaphore one_place{guard, 1};
  auto first = start(one_place.acquire());
  auto second = start(one_place.acquire());
  auto third = start(one_place.acquire());
  step();
  EXPECT_EQ(first.outcome(), wait_end::done);
  in_loop([&] {
    one_place.release();  // the second's
    second.cancel();
  });
  EXPECT_EQ(second.outcome(), wait_end::cancelled);
  ASSERT_TRUE(third.over());
  EXPECT_EQ(third.outcome(), wait_end::done);
}

TEST_F(races, cancel_before_release) {
  semaphore one_place{guard, 1};
  auto first = start(one_place.acquire());
  auto second = start(one_place.acquire());
  auto third = start(one_place.acquire());
  step();
  in_loop([&] {
    second.cancel();
    one_place.release();
  });
  EXPECT_EQ(second.outcome(), wait_end::cancelled);
  EXPECT_EQ(third.outcome(), wait_end::done);
}

TEST_F(races, context_gone_before_a_permit_was_taken_hands_it_on) {
  semaphore one_place{guard, 1};
  auto first = start(one_place.acquire());
  step();
  auto other_loop = std::make_unique<asio::io_context>();
  started<wait_end> abroad{other_loop->get_executor(), one_place.acquire()};
  other_loop->poll();
  auto third = start(one_place.acquire());
  step();
  one_place.release();  // posted to the other loop, which never runs again
  other_loop.reset();
  step();
  EXPECT_FALSE(abroad.over());
  ASSERT_TRUE(third.over());
  EXPECT_EQ(third.outcome(), wait_end::done);
}

TEST_F(races, context_gone_before_set) {
  auto maker = std::make_unique<asio::io_context>();
  event ready{watchdog::of(maker->get_executor(), clock)};
  auto one = start(ready.wait());
  step();
  maker.reset();
  step();
  ASSERT_TRUE(one.over()) << "nobody is left who could set it";
  EXPECT_EQ(one.outcome(), wait_end::context_gone);
  auto later = start(ready.wait());
  step();
  EXPECT_EQ(later.outcome(), wait_end::context_gone);
}

TEST_F(races, context_gone_of_the_waiter_before_set) {
  event ready{guard};
  auto its_own = std::make_unique<asio::io_context>();
  started<wait_end> abroad{its_own->get_executor(), ready.wait()};
  its_own->poll();
  its_own.reset();
  ready.set();
  EXPECT_FALSE(abroad.over());
}

}  // namespace
}  // namespace aloft::flow
