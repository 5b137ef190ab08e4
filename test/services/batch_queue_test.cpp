#include "services/batch_queue.hpp"

#include <gmock/gmock.h>

namespace aloft::services {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using namespace std::chrono_literals;

constexpr auto accepted = verdict::accepted, again = verdict::again, refused = verdict::refused, alone = verdict::alone;

struct batches : testing::Test {
  steady_time now{};
  batch_queue queue{{.entries = 10, .bytes = 100, .rounds = 3}};

  batch_queue::leftover answer(const batch_queue::batch& batch, std::vector<verdict> verdicts) {
    return queue.answered(batch, verdicts, now, 50ms);
  }
};

TEST_F(batches, hold_ten_entries) {
  for (int i = 0; i < 23; ++i) queue.add(1);
  EXPECT_THAT(queue.take(now), SizeIs(10));
  EXPECT_THAT(queue.take(now), SizeIs(10));
  EXPECT_THAT(queue.take(now), ElementsAre(20, 21, 22));
  EXPECT_THAT(queue.take(now), IsEmpty());
}

TEST_F(batches, are_cut_at_the_byte) {
  for (const std::size_t size : {50, 50, 1, 99, 100}) queue.add(size);
  EXPECT_THAT(queue.take(now), ElementsAre(0, 1));  // exactly the limit
  EXPECT_THAT(queue.take(now), ElementsAre(2, 3));
  EXPECT_THAT(queue.take(now), ElementsAre(4));
}

TEST_F(batches, can_wait_until_they_are_full) {
  for (int i = 0; i < 9; ++i) queue.add(1);
  EXPECT_THAT(queue.take(now, false), IsEmpty());
  queue.add(1);
  EXPECT_THAT(queue.take(now, false), SizeIs(10));
  queue.add(60);
  queue.add(60);
  EXPECT_THAT(queue.take(now, false), ElementsAre(10));  // no room for the other
}

TEST_F(batches, carry_again_what_failed_and_nothing_else) {
  for (int i = 0; i < 3; ++i) queue.add(1);
  const auto first = queue.take(now);
  EXPECT_THAT(answer(first, {accepted, again, refused}).given_up, ElementsAre(2));
  EXPECT_THAT(queue.take(now), IsEmpty());
  EXPECT_EQ(queue.next(), now + 50ms);
  now += 50ms;
  const auto second = queue.take(now);
  EXPECT_THAT(second, ElementsAre(1));
  answer(second, {accepted});
  EXPECT_TRUE(queue.empty());
}

TEST_F(batches, give_up_after_some_rounds) {
  queue.add(1);
  for (int round = 1; round <= 3; ++round) {
    const auto batch = queue.take(now);
    ASSERT_THAT(batch, SizeIs(1)) << round;
    const auto rest = answer(batch, {again});
    EXPECT_THAT(rest.given_up, SizeIs(round == 3 ? 1 : 0));
    now += 50ms;
  }
  EXPECT_TRUE(queue.empty());
}

TEST_F(batches, are_taken_apart_when_one_entry_may_be_at_fault) {
  for (int i = 0; i < 3; ++i) queue.add(1);
  answer(queue.take(now), {alone, alone, alone});
  now += 50ms;
  std::vector<std::size_t> seen;
  for (int i = 0; i < 3; ++i) {
    const auto one = queue.take(now);
    ASSERT_THAT(one, SizeIs(1));
    seen.push_back(one[0]);
    EXPECT_THAT(answer(one, {one[0] == 1 ? alone : accepted}).given_up, SizeIs(one[0] == 1 ? 1 : 0));
  }
  EXPECT_THAT(seen, testing::UnorderedElementsAre(0, 1, 2));
  EXPECT_TRUE(queue.empty());
}

TEST_F(batches, have_one_of_a_lane_under_way) {
  for (int i = 0; i < 12; ++i) queue.add(1, "a");
  queue.add(1, "b");
  const auto first = queue.take(now);
  EXPECT_THAT(first, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  EXPECT_THAT(queue.take(now), ElementsAre(12));  // a waits
  answer(first, std::vector<verdict>(10, accepted));
  EXPECT_THAT(queue.take(now), ElementsAre(10, 11));
}

TEST_F(batches, keep_the_order_of_a_lane_over_failures) {
  for (int i = 0; i < 4; ++i) queue.add(1, "a");
  const auto first = queue.take(now);
  EXPECT_THAT(answer(first, {accepted, again, again, again}).given_up, IsEmpty());
  queue.add(1, "a");
  EXPECT_THAT(queue.take(now), IsEmpty());
  now += 50ms;
  EXPECT_THAT(queue.take(now), ElementsAre(1, 2, 3, 4));
}

TEST_F(batches, stop_a_lane_whose_entry_was_refused) {
  for (int i = 0; i < 12; ++i) queue.add(1, "a");
  queue.add(1, "b");
  const auto first = queue.take(now);
  std::vector<verdict> verdicts(10, accepted);
  verdicts[9] = refused;
  const auto rest = answer(first, verdicts);
  EXPECT_THAT(rest.given_up, ElementsAre(9));
  EXPECT_THAT(rest.stopped, ElementsAre(10, 11));
  EXPECT_THAT(queue.take(now), ElementsAre(12));  // b goes on
  queue.add(1, "a");                              // and so does a, for what comes anew
  EXPECT_THAT(queue.take(now), ElementsAre(13));
}

TEST_F(batches, do_not_send_an_entry_behind_one_that_has_overtaken_it) {
  for (int i = 0; i < 3; ++i) queue.add(1, "a");
  const auto rest = answer(queue.take(now), {again, accepted, again});
  EXPECT_THAT(rest.given_up, ElementsAre(0));
  EXPECT_THAT(rest.stopped, ElementsAre(2));
  EXPECT_TRUE(queue.empty());
}

TEST_F(batches, clear_what_waits) {
  for (int i = 0; i < 12; ++i) queue.add(1);
  const auto first = queue.take(now);
  answer(queue.take(now), {again, again});
  EXPECT_THAT(queue.clear(), testing::UnorderedElementsAre(10, 11));
  EXPECT_FALSE(queue.empty());
  answer(first, std::vector<verdict>(10, accepted));
  EXPECT_TRUE(queue.empty());
}

TEST(batches_of_one_lane, cost_no_more_than_their_entries) {
  batch_queue queue{{.entries = 10, .bytes = 1000, .rounds = 3}};
  for (int i = 0; i < 100'000; ++i) queue.add(1, "a");
  std::size_t sent = 0;
  while (!queue.empty()) {
    const auto batch = queue.take({});
    for (const auto one : batch) ASSERT_EQ(one, sent++);
    queue.answered(batch, std::vector<verdict>(batch.size(), verdict::accepted), {}, 1ms);
  }
  EXPECT_EQ(sent, 100'000U);
}

}  // namespace
}  // namespace aloft::services
