// Batches of invocations, by a clock that the test turns.

#include "services/lambda_fixture.hpp"

#include <boost/asio/use_future.hpp>

#include <filesystem>
#include <fstream>
#include <numeric>
#include <ranges>
#include <set>

namespace aloft::lambda {
namespace {

using namespace aloft::testing;
using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

auto payloads(int count) {
  return std::views::iota(0, count) | std::views::transform([](int n) { return std::to_string(n); });
}

/// Results as texts: the payload, "fault: type", "code", or "lost".
struct record {
  std::vector<std::uint64_t> indexes;
  std::vector<std::string> texts;

  auto sink() {
    return [this](std::uint64_t index, result<invocation> came) {
      indexes.push_back(index);
      texts.push_back(!came                     ? is_lost(came.error()) ? "lost" : came.error().code()
                                          : came->fault.has_value() ? "fault: " + came->fault->type
                                                : came->payload);
    };
  }
};

std::vector<std::uint64_t> up_to(std::uint64_t count) {
  std::vector<std::uint64_t> all(count);
  std::iota(all.begin(), all.end(), 0);
  return all;
}

batch_options options(std::size_t parallel) {
  batch_options how;
  how.function = "f";
  how.parallel = parallel;
  return how;
}

struct batch : lambda_home {
  record seen;
  const std::string folder = [] {
    std::string name = (std::filesystem::temp_directory_path() / "aloft-journal-XXXXXX").string();
    return std::string{::mkdtemp(name.data())};
  }();
  ~batch() override { std::filesystem::remove_all(folder); }

  batch_options journalled(std::size_t parallel, bool resume) {
    auto how = options(parallel);
    how.journal = folder + "/journal";
    how.resume = resume;
    return how;
  }
};

TEST_F(batch, keeps_the_order_under_random_delays) {
  const auto by = lambda([](const std::string& payload, int) {
    return fate{.takes = milliseconds{std::hash<std::string>{}(payload) % 400}};
  });
  const auto counts = finish(start(invoke_all(by, payloads(500), seen.sink(), options(50))));
  EXPECT_EQ(counts.ok, 500U);
  EXPECT_EQ(seen.indexes, up_to(500));
  EXPECT_EQ(seen.texts[321], "321");
  EXPECT_EQ(functions->most(), 50);
}

TEST_F(batch, unordered_results_come_as_they_are_there) {
  const auto by =
      lambda([](const std::string& payload, int) { return fate{.takes = 1ms * (100 - std::stoi(payload))}; });
  auto how = options(10);
  how.ordered = false;
  finish(start(invoke_all(by, payloads(10), seen.sink(), how)), 1ms);
  EXPECT_THAT(seen.texts, ElementsAre("9", "8", "7", "6", "5", "4", "3", "2", "1", "0"));
}

TEST_F(batch, a_stuck_head_stops_the_batch_at_the_window) {
  const auto by = lambda([](const std::string& payload, int) { return fate{.takes = payload == "0" ? 5000ms : 10ms}; });
  auto how = options(4);
  how.window = 25;
  const auto running = start(invoke_all(by, payloads(1000), seen.sink(), how));
  pass(4900ms, 10ms);
  EXPECT_THAT(functions->order(), SizeIs(25)) << "begun while the first had no result";
  EXPECT_THAT(seen.indexes, IsEmpty());
  EXPECT_EQ(finish(running).ok, 1000U);
  EXPECT_EQ(seen.indexes, up_to(1000));
}

TEST_F(batch, items_are_taken_only_when_there_is_room) {
  int taken = 0;
  auto lazy = payloads(100) | std::views::transform([&](std::string payload) {
                ++taken;
                return payload;
              });
  const auto by = lambda([](const std::string&, int) { return fate{.takes = 10ms}; });
  const auto running = start(invoke_all(by, lazy, seen.sink(), options(7)));
  EXPECT_EQ(taken, 7);
  EXPECT_EQ(finish(running).ok, 100U);
  EXPECT_EQ(taken, 100);
}

TEST_F(batch, in_a_storm_of_429_no_item_is_lost_and_none_served_twice) {
  // Twenty at once are served; whoever comes beyond is refused.
  const auto by = lambda([this](const std::string&, int) {
    return functions->running() > 20 ? fate{.status = 429} : fate{.takes = 50ms};
  });
  const auto counts = finish(start(invoke_all(by, payloads(1000), seen.sink(), options(200))));
  EXPECT_EQ(counts.ok, 1000U);
  EXPECT_EQ(counts.errors, 0U);
  EXPECT_GT(counts.throttled, 0U);
  EXPECT_EQ(seen.indexes, up_to(1000));
  EXPECT_THAT(functions->served(), SizeIs(1000));
  EXPECT_THAT(functions->served(), Each(Pair(::testing::_, 1)));
  EXPECT_LT(functions->order().size(), 3000U) << "requests, refused ones included: the batch sends fewer at once";
}

TEST_F(batch, who_only_ever_hears_429_gives_up_when_nobody_gets_through) {
  const auto by = lambda([](const std::string&, int) { return fate{.status = 429}; });
  auto how = options(3);
  how.throttle_patience = 30s;
  const auto begun = clock.passed();
  const auto counts = finish(start(invoke_all(by, payloads(3), seen.sink(), how)), 20ms);
  EXPECT_EQ(counts.errors, 3U);
  EXPECT_THAT(seen.texts, Each("TooManyRequestsException"));
  EXPECT_GE(clock.passed() - begun, 30s);
}

TEST_F(batch, faults_errors_and_answers_that_are_no_json_are_results_of_their_items) {
  const auto by = lambda([](const std::string& payload, int) -> fate {
    if (payload == "1") return {.body = R"({"errorMessage":"no","errorType":"KeyError"})", .fault = "Unhandled"};
    if (payload == "2") return {.status = 404, .body = R"({"Message":"Function not found"})"};
    if (payload == "3") return {.body = "<html>"};
    return {};
  });
  const auto counts = finish(start(invoke_all(by, payloads(5), seen.sink(), options(5))));
  EXPECT_THAT(seen.texts, ElementsAre("0", "fault: KeyError", ::testing::_, "<html>", "4"));
  EXPECT_EQ(counts.ok, 3U);
  EXPECT_EQ(counts.faults, 1U);
  EXPECT_EQ(counts.errors, 1U);
}

TEST_F(batch, an_answer_that_is_lost_is_told_and_not_asked_for_again) {
  const auto by = lambda([](const std::string& payload, int) { return fate{.unanswered = payload == "2"}; });
  const auto counts = finish(start(invoke_all(by, payloads(4), seen.sink(), options(4))));
  EXPECT_THAT(seen.texts, ElementsAre("0", "1", "lost", "3"));
  EXPECT_EQ(counts.lost, 1U);
  EXPECT_THAT(functions->asked(), Contains(Pair("2", 1)));
}

TEST_F(batch, lost_ones_are_asked_for_again_where_that_is_allowed) {
  const auto by =
      lambda([](const std::string& payload, int nth) { return fate{.unanswered = payload == "2" && nth == 1}; });
  auto how = options(4);
  how.each.retry_lost = true;
  EXPECT_EQ(finish(start(invoke_all(by, payloads(4), seen.sink(), how))).ok, 4U);
  EXPECT_THAT(functions->asked(), Contains(Pair("2", 2)));
}

TEST_F(batch, the_first_failure_cancels_its_siblings_where_that_is_wanted) {
  const auto by = lambda([](const std::string& payload, int) -> fate {
    if (payload == "3") return {.takes = 20ms, .body = "{}", .fault = "Unhandled"};
    return {.takes = std::stoi(payload) < 3 ? 10ms : 10'000ms};
  });
  auto how = options(8);
  how.fail_fast = true;
  const auto counts = finish(start(invoke_all(by, payloads(100), seen.sink(), how)));
  EXPECT_THAT(seen.indexes, ElementsAre(0, 1, 2, 3));
  EXPECT_EQ(counts.faults, 1U);
  EXPECT_EQ(counts.abandoned, static_cast<std::uint64_t>(functions->cancelled()));
  EXPECT_GT(functions->cancelled(), 0);
  EXPECT_LT(clock.passed(), 10s);
}

TEST_F(batch, cancelled_it_gives_what_is_finished) {
  const auto by =
      lambda([](const std::string& payload, int) { return fate{.takes = payload == "1" ? 60'000ms : 10ms}; });
  const auto running = start(invoke_all(by, payloads(100), seen.sink(), options(4)));
  pass(1000ms, 10ms);
  EXPECT_THAT(seen.indexes, ElementsAre(0)) << "the second has no result";
  cancel(running);
  ASSERT_TRUE(running->over());
  EXPECT_THAT(seen.indexes, SizeIs(16)) << "all in the window but the second";
  EXPECT_THAT(seen.texts, ::testing::Not(Contains("1")));
  try {
    std::rethrow_exception(running->thrown);
  } catch (const error& failure) {
    EXPECT_EQ(failure.kind(), error_kind::cancelled);
  }
}

TEST_F(batch, items_may_name_functions_and_be_refused) {
  const auto by = lambda([](const std::string&, int) { return fate{}; });
  std::vector<batch_item> items(2);
  items[0].payload = "a";
  items[0].function = "other";
  items[0].qualifier = "live";
  items[1].refused = error{error_kind::usage, "InvalidJson", "line 2 is no JSON"};
  const auto counts = finish(start(invoke_all(by, items, seen.sink(), options(1))));
  EXPECT_THAT(seen.texts, ElementsAre("a", "InvalidJson"));
  EXPECT_THAT(functions->last().path, HasSubstr("/functions/other/invocations"));
  EXPECT_EQ(functions->last().query, "Qualifier=live");
  EXPECT_EQ(counts.errors, 1U);
}

TEST_F(batch, pairs_are_functions_and_payloads) {
  const auto by = lambda([](const std::string&, int) { return fate{}; });
  const std::vector<std::pair<std::string, std::string>> items{{"hello-world-7", "{}"}};
  finish(start(invoke_all(by, items, seen.sink())));
  EXPECT_THAT(functions->last().path, HasSubstr("/functions/hello-world-7/invocations"));
}

TEST_F(batch, events_are_queued) {
  const auto by = lambda([](const std::string&, int) { return fate{.status = 202}; });
  auto how = options(1);
  how.event = true;
  std::vector<std::string> ids;
  auto sink = [&](std::uint64_t, result<invocation> came) { ids.push_back(came.value().request_id); };
  EXPECT_EQ(finish(start(invoke_all(by, payloads(3), sink, how))).ok, 3U);
  EXPECT_THAT(ids, ElementsAre("id-1", "id-2", "id-3"));
  EXPECT_EQ(functions->last().headers.find("X-Amz-Invocation-Type").value_or(""), "Event");
}

TEST_F(batch, a_sink_that_waits_holds_the_batch_back) {
  const auto by = lambda([](const std::string&, int) { return fate{.takes = 1ms}; });
  std::uint64_t given = 0;
  auto slow = [&](std::uint64_t, result<invocation>) -> asio::awaitable<void> {
    ++given;
    co_await sleep(clock, 100ms);
  };
  auto how = options(2);
  const auto running = start(invoke_all(by, payloads(50), slow, how));
  pass(1000ms);
  EXPECT_LE(functions->order().size(), given + 8) << "begun beyond the window";
  EXPECT_EQ(finish(running).ok, 50U);
}

TEST_F(batch, what_a_sink_throws_is_thrown_once_all_is_over) {
  const auto by = lambda([](const std::string&, int) { return fate{.takes = 10ms}; });
  auto sink = [](std::uint64_t index, result<invocation>) {
    if (index == 2) throw std::logic_error{"a fault"};
  };
  const auto running = start(invoke_all(by, payloads(50), sink, options(4)));
  EXPECT_THROW(finish(running), std::logic_error);
  EXPECT_EQ(functions->running(), 0);
}

TEST_F(batch, options_that_cannot_be_are_refused) {
  const auto by = lambda([](const std::string&, int) { return fate{}; });
  const auto refusal = [&](batch_options how) {
    return finish(start(try_invoke_all(by, source_of(payloads(1)), lambda::detail::make_sink(seen.sink()), how)))
        .error();
  };
  EXPECT_THAT(refusal(options(0)).message(), HasSubstr("parallel is 0"));
  auto how = options(1);
  how.resume = true;
  EXPECT_THAT(refusal(how).message(), HasSubstr("needs a journal"));
}

/// Items that come when the clock says so.
class slow_source final : public batch_source {
 public:
  slow_source(const clock& time, int count) : time_{time}, left_{count} {}
  asio::awaitable<result<std::optional<batch_item>>> next() override {
    if (left_ == 0) co_return std::optional<batch_item>{};
    const auto woken = co_await sleep(time_, 100ms);
    if (woken == wake::cancelled) co_return error{error_kind::cancelled, "Cancelled", "reading"};
    batch_item one;
    one.payload = std::to_string(left_--);
    co_return std::optional<batch_item>{std::move(one)};
  }

 private:
  const clock& time_;
  int left_;
};

TEST_F(batch, results_do_not_wait_for_input_that_is_still_to_come) {
  const auto by = lambda([](const std::string&, int) { return fate{.takes = 10ms}; });
  const auto running = start(invoke_all(by, std::make_shared<slow_source>(clock, 3), seen.sink(), options(4)));
  pass(150ms);
  EXPECT_THAT(seen.texts, ElementsAre("3"));
  EXPECT_EQ(finish(running).ok, 3U);
  EXPECT_THAT(seen.texts, ElementsAre("3", "2", "1"));
}

TEST_F(batch, cancelled_while_it_waits_for_input_it_ends) {
  const auto by = lambda([](const std::string&, int) { return fate{.takes = 10ms}; });
  const auto running = start(invoke_all(by, std::make_shared<slow_source>(clock, 3), seen.sink(), options(4)));
  pass(150ms);
  cancel(running);
  EXPECT_TRUE(running->over());
}

TEST_F(batch, what_the_journal_has_is_given_and_not_invoked) {
  const auto first = lambda([](const std::string& payload, int) -> fate {
    if (payload == "5") return {.takes = 20ms, .body = R"({"errorType":"T","errorMessage":"m"})", .fault = "Handled"};
    return {.takes = std::stoi(payload) < 10 ? 20ms : 60'000ms};
  });
  const auto killed = start(invoke_all(first, payloads(20), seen.sink(), journalled(20, false)));
  pass(100ms);
  cancel(killed);
  const auto done = functions->served();
  EXPECT_THAT(done, SizeIs(10));

  record again;
  const auto second = lambda([](const std::string&, int) { return fate{.takes = 5ms}; });
  const auto counts = finish(start(invoke_all(second, payloads(20), again.sink(), journalled(20, true))));
  EXPECT_EQ(counts.resumed, 10U);
  EXPECT_EQ(counts.ok, 19U);
  EXPECT_EQ(counts.faults, 1U);
  EXPECT_EQ(again.indexes, up_to(20));
  EXPECT_EQ(again.texts[5], "fault: T");
  EXPECT_EQ(again.texts[7], "7");
  for (const auto& [payload, times] : done) EXPECT_FALSE(functions->asked().contains(payload)) << payload;
  EXPECT_THAT(functions->asked(), SizeIs(10));
}

TEST_F(batch, the_journal_keeps_that_an_answer_was_lost) {
  const auto first = lambda([](const std::string& payload, int) { return fate{.unanswered = payload == "1"}; });
  finish(start(invoke_all(first, payloads(3), seen.sink(), journalled(3, false))));
  record again;
  const auto second = lambda([](const std::string&, int) { return fate{}; });
  finish(start(invoke_all(second, payloads(3), again.sink(), journalled(3, true))));
  EXPECT_THAT(again.texts, ElementsAre("0", "lost", "2"));
  EXPECT_THAT(functions->asked(), IsEmpty());
  auto how = journalled(3, true);
  how.each.retry_lost = true;
  record third;
  finish(start(invoke_all(second, payloads(3), third.sink(), how)));
  EXPECT_THAT(third.texts, ElementsAre("0", "1", "2"));
}

TEST_F(batch, a_journal_of_other_items_is_refused) {
  const auto by = lambda([](const std::string&, int) { return fate{}; });
  finish(start(invoke_all(by, payloads(3), seen.sink(), journalled(3, false))));
  const std::vector<std::string> other{"0", "one"};
  try {
    finish(start(invoke_all(by, other, seen.sink(), journalled(3, true))));
    FAIL() << "expected an error";
  } catch (const error& failure) {
    EXPECT_EQ(failure.code(), "JournalMismatch");
    EXPECT_THAT(failure.message(), HasSubstr("item 2"));
  }
}

TEST_F(batch, a_journal_that_is_there_is_not_written_over) {
  const auto by = lambda([](const std::string&, int) { return fate{}; });
  finish(start(invoke_all(by, payloads(3), seen.sink(), journalled(3, false))));
  const auto again = start(invoke_all(by, payloads(3), seen.sink(), journalled(3, false)));
  try {
    finish(again);
    FAIL() << "expected an error";
  } catch (const error& failure) {
    EXPECT_EQ(failure.code(), "JournalUnusable");
  }
}

TEST_F(batch, a_line_of_the_journal_that_was_not_written_whole_counts_as_none) {
  const auto by = lambda([](const std::string&, int) { return fate{}; });
  finish(start(invoke_all(by, payloads(3), seen.sink(), journalled(1, false))));
  const auto path = folder + "/journal";
  std::filesystem::resize_file(path, std::filesystem::file_size(path) - 7);
  const auto second = lambda([](const std::string&, int) { return fate{}; });
  const auto counts = finish(start(invoke_all(second, payloads(3), seen.sink(), journalled(1, true))));
  EXPECT_EQ(counts.resumed, 2U);
  EXPECT_EQ(counts.ok, 3U);
  EXPECT_THAT(functions->asked(), SizeIs(1));
  const auto third = finish(start(invoke_all(second, payloads(3), seen.sink(), journalled(1, true))));
  EXPECT_EQ(third.resumed, 3U);
}

TEST_F(batch, files_that_are_no_journal_are_left_alone) {
  std::ofstream{folder + "/journal"} << "my only copy\n";
  const auto by = lambda([](const std::string&, int) { return fate{}; });
  EXPECT_THROW(finish(start(invoke_all(by, payloads(3), seen.sink(), journalled(1, true)))), error);
  std::string kept;
  std::getline(std::ifstream{folder + "/journal"}, kept);
  EXPECT_EQ(kept, "my only copy");
}

}  // namespace
}  // namespace aloft::lambda
