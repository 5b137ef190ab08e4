#include "services/consumer_core.hpp"
#include "services/poll_planner.hpp"

#include <gmock/gmock.h>

#include <map>
#include <random>

namespace aloft::sqs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using namespace std::chrono_literals;
using answer = consumer_core::answer;
using request = consumer_core::request;

/// A consumer without a queue: what it would ask is looked at, what it is told is made up. Time is turned by hand.
class holding : public testing::Test {
 protected:
  steady_time now{std::chrono::hours{100}};
  consumer_core core{{.fifo = false, .heartbeat = true, .visibility = 30s, .linger = 100ms}};
  consumer_core fifo{{.fifo = true, .heartbeat = true, .visibility = 30s, .linger = 100ms}};

  static std::vector<slot_number> receive(consumer_core& into,
                                          std::vector<std::pair<std::string, std::string>> messages, steady_time at) {
    std::vector<consumer_core::arrival> arrivals;
    for (const auto& [id, group] : messages) arrivals.push_back({id, group, 1});
    std::vector<slot_number> slots;
    for (const auto& one : into.received(arrivals, at)) slots.push_back(one.slot ? *one.slot : *one.same);
    return slots;
  }
  static std::vector<slot_number> begin_all(consumer_core& of) {
    std::vector<slot_number> begun;
    while (const auto slot = of.next()) begun.push_back(*slot);
    return begun;
  }
  static std::vector<slot_number> slots_of(const request& what) {
    std::vector<slot_number> all;
    for (const auto& one : what.entries) all.push_back(one.slot);
    return all;
  }
  void tell(consumer_core& to, const request& what, answer said) {
    to.answered(what, std::vector<answer>(what.entries.size(), said), now);
  }
  void done(consumer_core& of, slot_number slot) { of.handled(slot, outcome::kind::done, 0s, now); }
};

TEST_F(holding, deletes_ten_at_once_and_the_rest_after_a_moment) {
  std::vector<std::pair<std::string, std::string>> messages;
  for (int i = 0; i < 12; ++i) messages.emplace_back("m" + std::to_string(i), "");
  receive(core, messages, now);
  for (const auto slot : begin_all(core)) done(core, slot);
  const auto first = core.due(now);
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_TRUE(first[0].deletes);
  EXPECT_THAT(first[0].entries, SizeIs(10));
  EXPECT_EQ(core.next_event(), now + 100ms);
  now += 100ms;
  const auto rest = core.due(now);
  ASSERT_THAT(rest, SizeIs(1));
  EXPECT_THAT(rest[0].entries, SizeIs(2));
  tell(core, first[0], answer::done);
  tell(core, rest[0], answer::done);
  EXPECT_EQ(core.held(), 0U);
  EXPECT_EQ(core.counters().deleted, 12U);
}

TEST_F(holding, prolongs_from_the_receive_on_whether_handled_or_waiting) {
  receive(core, {{"a", ""}, {"b", ""}}, now);
  core.next();  // b waits
  now += 19s;
  EXPECT_THAT(core.due(now), IsEmpty());
  now += 1s;
  const auto due = core.due(now);
  ASSERT_THAT(due, SizeIs(1));
  EXPECT_THAT(due[0].entries, SizeIs(2));
  EXPECT_EQ(due[0].entries[0].timeout, 30s);
  EXPECT_THAT(core.due(now), IsEmpty());  // it is under way
  tell(core, due[0], answer::done);
  EXPECT_EQ(core.hidden_until(0), now + 30s);
  now += 20s;
  EXPECT_THAT(core.due(now), SizeIs(1));
}

TEST_F(holding, prolongs_nothing_whose_outcome_is_there) {
  receive(core, {{"a", ""}, {"b", ""}, {"c", ""}}, now);
  begin_all(core);
  done(core, 0);
  core.handled(1, outcome::kind::retry, 10s, now);
  core.handled(2, outcome::kind::keep, 0s, now);
  now += 1s;
  for (const auto& one : core.due(now)) tell(core, one, answer::failed);
  for (int i = 0; i < 200; ++i) {
    now += 1s;
    core.expired(now);
    for (const auto& one : core.due(now)) {
      for (const auto& entry : one.entries) EXPECT_FALSE(entry.extends);
      tell(core, one, answer::failed);
    }
  }
  EXPECT_EQ(core.held(), 0U);
}

TEST_F(holding, asks_for_no_more_than_twelve_hours) {
  const auto began = now;
  receive(core, {{"a", ""}}, now);
  core.next();
  std::chrono::seconds last{0};
  std::vector<consumer_core::expiry> expired;
  while (expired.empty()) {
    now = core.next_event();
    expired = core.expired(now);
    for (const auto& one : core.due(now)) {
      last = one.entries[0].timeout;
      EXPECT_LE(now + last, began + 12h);
      tell(core, one, answer::done);
    }
    ASSERT_LE(now, began + 13h);
  }
  EXPECT_GE(now, began + 12h - 10s);
  EXPECT_TRUE(expired[0].handling);
  EXPECT_EQ(core.counters().expired, 1U);
  done(core, 0);  // late; a delete is tried all the same
  now += 100ms;
  const auto due = core.due(now);
  ASSERT_THAT(due, SizeIs(1));
  EXPECT_TRUE(due[0].deletes);
}

TEST_F(holding, tries_an_extension_again_until_the_end) {
  receive(core, {{"a", ""}}, now);
  core.next();
  const auto end = now + 30s;
  int tries = 0;
  std::vector<consumer_core::expiry> expired;
  while (expired.empty()) {
    now = core.next_event();
    expired = core.expired(now);
    for (const auto& one : core.due(now)) {
      ++tries;
      tell(core, one, answer::failed);
    }
  }
  EXPECT_EQ(now, end);
  EXPECT_GE(tries, 4);
  EXPECT_LE(tries, 100);
}

TEST_F(holding, lets_go_what_expires_before_its_turn) {
  consumer_core brief{{.fifo = false, .heartbeat = false, .visibility = 5s, .linger = 0ms}};
  receive(brief, {{"a", ""}, {"b", ""}}, now);
  EXPECT_EQ(brief.next(), 0U);
  now += 5s;
  const auto expired = brief.expired(now);
  ASSERT_THAT(expired, SizeIs(2));
  EXPECT_EQ(brief.ready(), 0U);
  EXPECT_EQ(brief.held(), 1U);  // a is in a handler's hands
}

TEST_F(holding, repeats_a_delete_until_the_message_is_visible) {
  receive(core, {{"a", ""}}, now);
  core.next();
  done(core, 0);
  int tries = 0;
  while (core.held() > 0) {
    now = core.next_event();
    core.expired(now);
    for (const auto& one : core.due(now)) {
      EXPECT_TRUE(one.deletes);
      ++tries;
      tell(core, one, answer::failed);
    }
  }
  EXPECT_GE(tries, 6);
  EXPECT_EQ(core.counters().deleted, 0U);
  EXPECT_EQ(core.counters().duplicates, 1U);
}

TEST_F(holding, deletes_by_the_newest_handle_what_comes_again) {
  receive(core, {{"a", ""}}, now);
  core.next();
  done(core, 0);
  now += 100ms;
  const auto first = core.due(now);  // its answer is late
  EXPECT_EQ(receive(core, {{"a", ""}}, now), std::vector<slot_number>{0});
  EXPECT_EQ(core.ready(), 0U);  // not handled twice
  EXPECT_EQ(core.counters().duplicates, 1U);
  tell(core, first[0], answer::done);
  EXPECT_EQ(core.held(), 1U);
  now += 100ms;
  const auto second = core.due(now);
  ASSERT_THAT(second, SizeIs(1));
  tell(core, second[0], answer::done);
  EXPECT_EQ(core.held(), 0U);
}

TEST_F(holding, handles_one_of_a_group_at_a_time) {
  receive(fifo, {{"a1", "a"}, {"a2", "a"}, {"b1", "b"}}, now);
  EXPECT_THAT(begin_all(fifo), ElementsAre(0, 2));
  done(fifo, 0);
  EXPECT_THAT(begin_all(fifo), ElementsAre(1));
}

TEST_F(holding, gives_back_what_waits_behind_one_that_failed) {
  receive(fifo, {{"a1", "a"}, {"a2", "a"}, {"a3", "a"}, {"b1", "b"}}, now);
  begin_all(fifo);
  fifo.handled(0, outcome::kind::retry, 8s, now);
  EXPECT_THAT(begin_all(fifo), IsEmpty());
  now += 100ms;
  const auto due = fifo.due(now);
  ASSERT_THAT(due, SizeIs(1));
  EXPECT_THAT(slots_of(due[0]), ElementsAre(0, 1, 2));  // the one that failed first
  for (const auto& one : due[0].entries) EXPECT_EQ(one.timeout, 8s);
  // They may come again before the answer does: then they are new.
  const auto again = receive(fifo, {{"a1", "a"}, {"a2", "a"}}, now);
  EXPECT_THAT(begin_all(fifo), ElementsAre(again[0]));
  tell(fifo, due[0], answer::done);
  EXPECT_EQ(fifo.held(), 3U);
  EXPECT_EQ(fifo.counters().retried, 1U);
  EXPECT_EQ(fifo.counters().released, 2U);
}

TEST_F(holding, gives_back_at_once_what_waits_when_it_stops) {
  receive(fifo, {{"a1", "a"}, {"a2", "a"}}, now);
  fifo.next();
  fifo.stop(now);
  auto due = fifo.due(now);
  ASSERT_THAT(due, SizeIs(1));
  EXPECT_THAT(slots_of(due[0]), ElementsAre(1));
  EXPECT_EQ(due[0].entries[0].timeout, 0s);
  tell(fifo, due[0], answer::done);
  receive(fifo, {{"c1", "c"}}, now);  // of a poll that was under way
  EXPECT_EQ(fifo.ready(), 0U);
  due = fifo.due(now);
  ASSERT_THAT(due, SizeIs(1));
  tell(fifo, due[0], answer::done);
  fifo.abandoned(0, now);  // its grace is over
  due = fifo.due(now);
  ASSERT_THAT(due, SizeIs(1));
  EXPECT_EQ(due[0].entries[0].timeout, 0s);
  tell(fifo, due[0], answer::done);
  EXPECT_EQ(fifo.held(), 0U);
  EXPECT_EQ(fifo.counters().released, 3U);
}

// Any order of events whatever, against a queue made up here: nothing is lost, no slot is left, and no two of a group
// are handled at once.
TEST_F(holding, loses_nothing_in_ten_thousand_random_steps) {
  std::mt19937 random{7};
  const auto chance = [&](int percent) { return static_cast<int>(random() % 100) < percent; };
  std::map<std::string, int> groups;  // handlers at work
  std::map<slot_number, std::string> at_work;
  std::vector<request> open;
  std::map<slot_number, std::string> group_of;
  int sent = 0;
  for (int step = 0; step < 10'000; ++step) {
    now += std::chrono::milliseconds{random() % 400};
    for (const auto& one : fifo.expired(now)) (void)one;
    if (fifo.held() < 50 && chance(50)) {
      const std::string group{static_cast<char>('a' + random() % 5)};
      std::vector<std::pair<std::string, std::string>> some;
      for (std::size_t i = 0; i <= random() % 3; ++i) some.emplace_back("m" + std::to_string(sent++), group);
      for (const auto slot : receive(fifo, some, now)) group_of[slot] = group;
    }
    if (chance(60))
      if (const auto slot = fifo.next()) {
        ASSERT_EQ(groups[group_of[*slot]]++, 0) << step;
        at_work[*slot] = group_of[*slot];
      }
    if (!at_work.empty() && chance(50)) {
      const auto [slot, group] = *at_work.begin();
      at_work.erase(at_work.begin());
      --groups[group];
      const auto what = chance(80) ? outcome::kind::done : chance(50) ? outcome::kind::retry : outcome::kind::keep;
      fifo.handled(slot, what, std::chrono::seconds{random() % 5}, now);
    }
    for (auto& one : fifo.due(now)) open.push_back(std::move(one));
    if (!open.empty() && chance(60)) {
      std::vector<answer> answers;
      for (std::size_t i = 0; i < open.front().entries.size(); ++i)
        answers.push_back(chance(85) ? answer::done : chance(50) ? answer::failed : answer::refused);
      fifo.answered(open.front(), answers, now);
      open.erase(open.begin());
    }
    fifo.freed();
  }
  fifo.stop(now);
  for (const auto& [slot, group] : at_work) fifo.handled(slot, outcome::kind::done, 0s, now);
  for (int step = 0; fifo.held() > 0; ++step) {
    ASSERT_LT(step, 1000);
    now += 1s;
    fifo.expired(now);
    for (auto& one : fifo.due(now)) open.push_back(std::move(one));
    for (auto& one : std::exchange(open, {})) tell(fifo, one, answer::done);
  }
  EXPECT_GT(fifo.counters().handled, 1000U);
}

TEST(polls, are_one_where_nothing_comes) {
  poll_planner polls{100, 0};
  steady_time now{1h};
  EXPECT_EQ(polls.begin(0, now), 10U);
  EXPECT_EQ(polls.begin(0, now), 0U);
  polls.ended(10, 0, now, 20s);
  EXPECT_EQ(polls.begin(0, now), 10U);
  EXPECT_EQ(polls.running(), 1U);
}

TEST(polls, grow_in_number_while_they_come_back_full) {
  poll_planner polls{100, 0};
  steady_time now{1h};
  std::size_t most = 0;
  for (int i = 0; i < 20; ++i) {
    while (polls.begin(0, now) != 0) {
    }
    most = std::max(most, polls.running());
    polls.ended(10, 10, now, 20s);
  }
  EXPECT_EQ(most, 10U);  // a tenth of what may be in flight
  for (int i = 0; i < 20 && polls.running() > 0; ++i) polls.ended(10, 0, now, 20s);
  while (polls.begin(0, now) != 0) {
  }
  EXPECT_EQ(polls.running(), 1U);
}

TEST(polls, wait_for_room_for_a_full_request) {
  poll_planner polls{100, 0};
  EXPECT_EQ(polls.begin(95, steady_time{1h}), 0U);
  EXPECT_EQ(polls.begin(90, steady_time{1h}), 10U);
  poll_planner few{4, 0};
  EXPECT_EQ(few.begin(3, steady_time{1h}), 1U);
}

TEST(polls, are_not_repeated_at_once_where_nobody_waits) {
  poll_planner polls{100, 0};
  steady_time now{1h};
  ASSERT_EQ(polls.begin(0, now), 10U);
  polls.ended(10, 0, now, 10ms);
  EXPECT_EQ(polls.begin(0, now), 0U);
  EXPECT_EQ(polls.next(now), now + 990ms);
}

TEST(polls, pause_after_failures_and_longer_each_time) {
  poll_planner polls{100, 0};
  steady_time now{1h};
  auto before = 0ms;
  for (int i = 0; i < 6; ++i) {
    ASSERT_EQ(polls.begin(0, now), 10U);
    polls.failed(10, now, 0.5);
    EXPECT_EQ(polls.begin(0, now), 0U);
    const auto pause = std::chrono::duration_cast<std::chrono::milliseconds>(polls.next(now) - now);
    EXPECT_GT(pause, before);
    before = pause;
    now = polls.next(now);
  }
  EXPECT_LE(before, 20s);
}

}  // namespace
}  // namespace aloft::sqs
