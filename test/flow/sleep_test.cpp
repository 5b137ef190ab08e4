#include "flow/sleep.hpp"

#include "flow/stepped.hpp"

namespace aloft::flow {
namespace {

using sleeping = stepped;

TEST_F(sleeping, lasts_as_long_as_the_clock_says) {
  auto one = start(sleep(clock, 100ms));
  step();
  turn(99ms);
  EXPECT_FALSE(one.over());
  turn(1ms);
  EXPECT_EQ(one.outcome(), wait_end::done);
}

TEST_F(sleeping, ends_at_a_limit_that_comes_first) {
  auto one = start(sleep(clock, 100ms, in(40ms)));
  step();
  turn(40ms);
  EXPECT_EQ(one.outcome(), wait_end::deadline);
}

TEST_F(sleeping, is_cancelled) {
  auto one = start(sleep(clock, 1h));
  step();
  one.cancel();
  step();
  EXPECT_EQ(one.outcome(), wait_end::cancelled);
}

TEST_F(sleeping, by_the_system_s_clock) {
  auto one = start(sleep(system_clock_source(), 1ms));
  context.run();
  EXPECT_EQ(one.outcome(), wait_end::done);
  auto other = start(sleep(system_clock_source(), 1h));
  step();
  other.cancel();
  context.run();
  EXPECT_EQ(other.outcome(), wait_end::cancelled);
}

}  // namespace
}  // namespace aloft::flow
