#include "runtime/rate_limiter.hpp"

#include <gmock/gmock.h>

#include <cmath>

namespace aloft::runtime {
namespace {

using namespace std::chrono_literals;

struct pace : ::testing::Test {
  rate_limiter limiter;
  rate_limiter::time now{1000s};

  /// Attempts at that rate for so long, all of which fare alike. Gives how many were let through at once.
  int attempts(int a_second, std::chrono::seconds during, bool throttled) {
    int at_once = 0;
    const auto end = now + during;
    while (now < end) {
      now += std::chrono::microseconds{1'000'000 / a_second};
      if (limiter.take(now)) continue;
      ++at_once;
      limiter.record(throttled, now);
    }
    return at_once;
  }
};

TEST_F(pace, nothing_is_slowed_down_until_the_server_throttles) {
  EXPECT_EQ(attempts(1000, 2s, false), 2000);
  EXPECT_EQ(limiter.rate(), std::nullopt);
}

TEST_F(pace, throttling_takes_the_rate_to_seven_tenths) {
  attempts(100, 5s, false);
  limiter.record(true, now);
  ASSERT_TRUE(limiter.rate());
  EXPECT_NEAR(*limiter.rate(), 70, 2);
  EXPECT_TRUE(limiter.take(now)) << "the bucket starts empty";
  EXPECT_FALSE(limiter.take(now + 20ms));
}

TEST_F(pace, the_rate_comes_back_along_a_cubic_curve) {
  attempts(100, 5s, false);
  limiter.record(true, now);
  const auto throttled = now;
  const double back = std::cbrt(100 * 0.3 / 0.4);  // seconds until it is where it was
  double before = *limiter.rate();
  while (now < throttled + std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::duration<double>{back})) {
    attempts(100, 1s, false);
    EXPECT_GE(*limiter.rate(), before);
    before = *limiter.rate();
  }
  EXPECT_NEAR(*limiter.rate(), 100, 6);
}

TEST_F(pace, a_server_that_always_throttles_is_asked_twice_in_four_seconds) {
  attempts(100, 2s, false);
  attempts(100, 20s, true);
  EXPECT_EQ(*limiter.rate(), 0.5);
  EXPECT_NEAR(attempts(100, 40s, true), 20, 2);
}

TEST_F(pace, the_wait_is_for_one_token) {
  attempts(100, 2s, false);
  attempts(100, 20s, true);
  while (!limiter.take(now)) {
  }
  const auto wait = limiter.take(now);
  ASSERT_TRUE(wait);
  EXPECT_LE(*wait, 2000ms);
  EXPECT_FALSE(limiter.take(now + *wait));
}

}  // namespace
}  // namespace aloft::runtime
