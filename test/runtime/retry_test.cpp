#include "runtime/retry.hpp"

#include <gtest/gtest.h>

namespace aloft::runtime {
namespace {

using namespace std::chrono_literals;
constexpr double always_longest = 0.999999;

TEST(retry, full_jitter_over_a_doubling_base) {
  retry_quota quota;
  retry_policy policy;
  policy.max_attempts = 20;
  retry_state state{policy, quota};
  EXPECT_EQ(state.next(failure_class::transient, always_longest, {}), 50ms);
  EXPECT_EQ(state.next(failure_class::transient, always_longest, {}), 100ms);
  EXPECT_EQ(state.next(failure_class::transient, 0.5, {}), 100ms);
  EXPECT_EQ(state.next(failure_class::transient, 0, {}), 0ms);
  for (int i = 0; i < 10; ++i) state.next(failure_class::transient, 0, {});
  EXPECT_EQ(state.next(failure_class::transient, always_longest, {}), 20000ms);
}

TEST(retry, throttling_waits_from_a_second_on) {
  retry_quota quota;
  const retry_policy policy;
  retry_state state{policy, quota};
  EXPECT_EQ(state.next(failure_class::throttling, always_longest, {}), 1000ms);
  EXPECT_EQ(state.next(failure_class::throttling, always_longest, {}), 2000ms);
  EXPECT_EQ(state.next(failure_class::throttling, always_longest, {}), std::nullopt) << "three attempts";
}

TEST(retry, final_failures_are_not_retried_and_cost_nothing) {
  retry_quota quota;
  const retry_policy policy;
  retry_state state{policy, quota};
  EXPECT_EQ(state.next(failure_class::final, 0.5, {}), std::nullopt);
  EXPECT_EQ(quota.available(), 500);
}

TEST(retry, the_quota_pays_and_is_refilled_by_success) {
  retry_quota quota;
  const retry_policy policy;
  {
    retry_state state{policy, quota};
    state.next(failure_class::transient, 0, {});
    EXPECT_EQ(quota.available(), 486);
    state.next(failure_class::throttling, 0, {});
    EXPECT_EQ(quota.available(), 481);
    state.succeeded();
    EXPECT_EQ(quota.available(), 486) << "the last retry's cost comes back";
  }
  retry_state clean{policy, quota};
  clean.succeeded();
  EXPECT_EQ(quota.available(), 487) << "a success without retry gives one";
}

TEST(retry, an_empty_quota_ends_retries) {
  retry_quota quota;
  const retry_policy policy;
  for (int i = 0; i < 35; ++i) EXPECT_TRUE(retry_state(policy, quota).next(failure_class::transient, 0, {})) << i;
  EXPECT_EQ(quota.available(), 10);
  EXPECT_FALSE(retry_state(policy, quota).next(failure_class::transient, 0, {}));
  EXPECT_TRUE(retry_state(policy, quota).next(failure_class::throttling, 0, {}));
  for (int i = 0; i < 1000; ++i) retry_state(policy, quota).succeeded();
  EXPECT_EQ(quota.available(), 500) << "never above the capacity";
}

TEST(retry, what_there_is_no_time_for_is_not_paid) {
  retry_quota quota;
  const retry_policy policy;
  retry_state state{policy, quota};
  EXPECT_EQ(state.next(failure_class::throttling, 0.5, {}, 500ms), std::nullopt);
  EXPECT_EQ(quota.available(), 500);
  EXPECT_EQ(state.attempt(), 1);
  EXPECT_EQ(state.next(failure_class::throttling, 0.5, {}, 501ms), 500ms);
}

TEST(retry, corrections_are_attempts_that_cost_nothing) {
  retry_quota quota;
  const retry_policy policy;
  retry_state state{policy, quota};
  EXPECT_TRUE(state.next_after_correction());
  EXPECT_EQ(state.attempt(), 2);
  EXPECT_TRUE(state.next_after_correction());
  EXPECT_FALSE(state.next_after_correction()) << "three attempts are all";
  EXPECT_EQ(quota.available(), 500);
}

TEST(retry, retry_after_is_clamped_around_the_own_delay) {
  retry_quota quota;
  const retry_policy policy;
  auto delay = [&](std::chrono::milliseconds header) {
    return retry_state(policy, quota).next(failure_class::throttling, 0.5, header);
  };
  EXPECT_EQ(delay(100ms), 500ms);
  EXPECT_EQ(delay(1500ms), 1500ms);
  EXPECT_EQ(delay(60000ms), 5500ms);
}

TEST(retry, retry_after_headers) {
  EXPECT_EQ(parse_retry_after("1500"), 1500ms);
  EXPECT_EQ(parse_retry_after("0"), 0ms);
  EXPECT_EQ(parse_retry_after("-1"), std::nullopt);
  EXPECT_EQ(parse_retry_after("1.5"), std::nullopt);
  EXPECT_EQ(parse_retry_after(""), std::nullopt);
  EXPECT_EQ(parse_retry_after("99999999999999999999"), std::nullopt);
}

TEST(retry, some_services_have_numbers_of_their_own) {
  EXPECT_EQ(retry_policy::of_service("dynamodb").max_attempts, 4);
  EXPECT_EQ(retry_policy::of_service("dynamodbstreams").base, 25ms);
  EXPECT_EQ(retry_policy::of_service("ec2").max_attempts, 3);
}

}  // namespace
}  // namespace aloft::runtime
