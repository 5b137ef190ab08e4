#include "services/message_digest.hpp"
#include "services/queue_fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <deque>
#include <map>
#include <stdexcept>

namespace aloft::sqs {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

/// A queue with a few messages: what is received comes once, what is deleted or given back is written down.
class consumed : public played_queue {
 protected:
  json::object message(const std::string& body, const std::string& group = {}) {
    const std::string id = "m" + std::to_string(++made_);
    json::object attributes{{"ApproximateReceiveCount", "2"}};
    if (!group.empty()) attributes["MessageGroupId"] = group;
    return {{"MessageId", id},
            {"ReceiptHandle", "r-" + id},
            {"Body", body},
            {"MD5OfBody", digest_of(body)},
            {"Attributes", attributes}};
  }
  void put(json::object one) { waiting_.push_back(std::move(one)); }

  http_response play(const asked& what) {
    if (what.operation == "GetQueueAttributes") return answer({{"Attributes", {{"VisibilityTimeout", "30"}}}});
    if (what.operation == "ReceiveMessage") {
      json::array some;
      while (!waiting_.empty() &&
             static_cast<std::int64_t>(some.size()) < what.input.at("MaxNumberOfMessages").as_int64()) {
        some.push_back(waiting_.front());
        waiting_.pop_front();
      }
      if (some.empty() && when_empty_ && (!enough_ || enough_())) when_empty_();
      return answer({{"Messages", some}});
    }
    for (const auto& one : what.entries()) {
      const std::string handle{one.at("ReceiptHandle").as_string()};
      if (what.operation == "DeleteMessageBatch")
        deleted.push_back(handle);
      else
        hidden[handle] = one.at("VisibilityTimeout").as_int64();
    }
    return take_all(what);
  }
  client queue() {
    return open([this](const asked& what) { return play(what); });
  }
  /// Runs until a poll brings nothing.
  consumer_counters consume(handler each, consumer_options how = {}, const char* name = url) {
    consumer all{queue(), name, std::move(each), std::move(how)};
    when_empty_ = [all]() mutable { all.stop(); };
    auto counts = run(all.run());
    when_empty_ = nullptr;
    return counts;
  }

  std::vector<std::string> deleted;
  std::map<std::string, std::int64_t> hidden;
  std::function<void()> when_empty_;
  std::function<bool()> enough_;  // null: the first empty poll ends it

 private:
  std::deque<json::object> waiting_;
  int made_ = 0;
};

asio::awaitable<outcome> fine(delivery&) { co_return outcome::done(); }

TEST_F(consumed, messages_are_handled_and_deleted) {
  for (int i = 0; i < 25; ++i) put(message("body"));
  std::vector<std::string> seen;
  const auto counts = consume([&](delivery& one) -> asio::awaitable<outcome> {
    EXPECT_EQ(one.body(), "body");
    EXPECT_EQ(one.receive_count(), 2);
    EXPECT_GT(one.deadline(), std::chrono::steady_clock::now());
    seen.emplace_back(one.id());
    co_return outcome::done();
  });
  EXPECT_EQ(seen.size(), 25U);
  EXPECT_EQ(deleted.size(), 25U);
  EXPECT_EQ(counts.deleted, 25U);
  EXPECT_EQ(counts.deletes, 3U);
  EXPECT_GT(counts.estimated_cost(), 0);
}

TEST_F(consumed, outcomes_decide) {
  for (const char* const body : {"retry", "later", "keep", "throw", "done"}) put(message(body));
  std::vector<std::string> told;
  consumer_options how;
  how.on_error = [&](const error& failure, const delivery* of) {
    told.push_back(failure.code() + (of != nullptr ? " of " + std::string{of->body()} : ""));
  };
  const auto counts = consume(
      [](delivery& one) -> asio::awaitable<outcome> {
        if (one.body() == "throw") throw std::runtime_error{"no"};
        if (one.body() == "retry") co_return outcome::retry();
        if (one.body() == "later") co_return outcome::retry(77s);
        if (one.body() == "keep") co_return outcome::keep();
        co_return outcome::done();
      },
      how);
  EXPECT_THAT(deleted, ElementsAre("r-m5"));
  EXPECT_EQ(hidden,
            (std::map<std::string, std::int64_t>{{"r-m1", 4}, {"r-m2", 77}, {"r-m4", 4}}));  // by the second receive
  EXPECT_THAT(told, ElementsAre("HandlerFailed of throw"));
  EXPECT_EQ(counts.retried, 3U);
  EXPECT_EQ(counts.kept, 1U);
}

TEST_F(consumed, groups_stay_in_order) {
  for (const char* const body : {"a1", "b1", "a2", "b2", "a3"}) put(message(body, std::string{body, 1}));
  std::vector<std::string> seen;
  std::map<char, int> at_work;
  enough_ = [&] { return seen.size() == 4; };
  const auto counts = consume(
      [&](delivery& one) -> asio::awaitable<outcome> {
        const char group = one.group()[0];
        EXPECT_EQ(++at_work[group], 1);
        asio::steady_timer pause{co_await asio::this_coro::executor, 2ms};
        co_await pause.async_wait(asio::use_awaitable);
        --at_work[group];
        seen.emplace_back(one.body());
        co_return one.body() == "a2" ? outcome::retry(5s) : outcome::done();
      },
      {}, fifo_url);
  EXPECT_THAT(seen, ::testing::UnorderedElementsAre("a1", "b1", "a2", "b2"));  // a3 goes back behind a2
  EXPECT_EQ(hidden, (std::map<std::string, std::int64_t>{{"r-m3", 5}, {"r-m5", 5}}));
  EXPECT_EQ(counts.released, 1U);
}

TEST_F(consumed, what_is_corrupt_is_not_handled) {
  auto broken = message("body");
  broken["MD5OfBody"] = digest_of("another");
  put(broken);
  put(message("good"));
  std::vector<std::string> told;
  consumer_options how;
  how.on_error = [&](const error& failure, const delivery*) { told.push_back(failure.code()); };
  const auto counts = consume(fine, how);
  EXPECT_THAT(deleted, ElementsAre("r-m2"));
  EXPECT_THAT(told, ElementsAre("ChecksumMismatch"));
  EXPECT_EQ(counts.corrupt, 1U);
}

TEST_F(consumed, notifications_are_unwrapped) {
  put(message(R"({"Type": "Notification", "TopicArn": "arn:aws:sns:eu-west-1:111122223333:t", "Message": "inner",
                  "MessageAttributes": {"kind": {"Type": "String", "Value": "news"}}})"));
  put(message(R"({"TopicArn": "not all that has one is a notification"})"));
  std::vector<std::string> bodies;
  consumer_options how;
  how.unwrap_sns = true;
  consume(
      [&](delivery& one) -> asio::awaitable<outcome> {
        bodies.emplace_back(one.body());
        EXPECT_EQ(one.attribute("kind"), one.topic().empty() ? "" : "news");
        co_return outcome::done();
      },
      how);
  ASSERT_EQ(bodies.size(), 2U);
  EXPECT_EQ(bodies[0], "inner");
  EXPECT_THAT(bodies[1], HasSubstr("not all"));
}

TEST_F(consumed, polls_ask_for_what_has_room) {
  consumer_options how;
  how.in_flight = 3;
  how.wait = 7s;
  how.visibility = 90s;
  consume(fine, how);
  const auto& poll = requests.front();
  EXPECT_EQ(poll.operation, "ReceiveMessage");  // nobody asks for what the caller says
  EXPECT_EQ(poll.input.at("MaxNumberOfMessages").as_int64(), 3);
  EXPECT_EQ(poll.input.at("WaitTimeSeconds").as_int64(), 7);
  EXPECT_EQ(poll.input.at("VisibilityTimeout").as_int64(), 90);
  EXPECT_FALSE(poll.input.contains("ReceiveRequestAttemptId"));
}

TEST_F(consumed, a_queue_that_is_gone_ends_it_and_others_do_not) {
  int polls = 0;
  const auto sqs = open([&](const asked& what) {
    if (what.operation == "GetQueueAttributes") return answer({{"Attributes", {{"VisibilityTimeout", "30"}}}});
    return ++polls == 1 ? refusal("InternalError", 500) : refusal("QueueDoesNotExist");
  });
  std::vector<std::string> told;
  consumer_options how;
  how.on_error = [&](const error& failure, const delivery*) { told.push_back(failure.code()); };
  consumer all{sqs, url, fine, how};
  try {
    run(all.run());
    FAIL() << "it went on";
  } catch (const error& failure) {
    EXPECT_EQ(failure.code(), "QueueDoesNotExist");
  }
  EXPECT_THAT(told, ElementsAre("InternalError"));
}

TEST_F(consumed, a_cancellation_gives_back_what_handlers_hold) {
  put(message("hangs"));
  asio::cancellation_signal stop;
  consumer all{queue(), url, [&](delivery&) -> asio::awaitable<outcome> {
                 asio::post(context, [&] { stop.emit(asio::cancellation_type::terminal); });
                 asio::steady_timer never{co_await asio::this_coro::executor, std::chrono::hours{1}};
                 co_await never.async_wait(asio::use_awaitable);
                 co_return outcome::done();
               }};
  consumer_counters counts;
  asio::co_spawn(
      context, all.run(),
      asio::bind_cancellation_slot(stop.slot(), [&](const std::exception_ptr& failure, const consumer_counters& made) {
        EXPECT_FALSE(failure);
        counts = made;
      }));
  context.run();
  EXPECT_EQ(counts.released, 1U);
  EXPECT_EQ(hidden, (std::map<std::string, std::int64_t>{{"r-m1", 0}}));
  EXPECT_EQ(all.held(), 0U);
}

TEST_F(consumed, options_that_cannot_be_are_refused) {
  const auto code = [&](auto change) -> std::string {
    consumer_options how;
    change(how);
    consumer all{queue(), url, fine, how};
    try {
      run(all.run());
      return "taken";
    } catch (const error& failure) {
      return failure.code();
    }
  };
  EXPECT_EQ(code([](auto& how) { how.in_flight = 0; }), "InvalidOption");
  EXPECT_EQ(code([](auto& how) { how.wait = 21s; }), "InvalidOption");
  EXPECT_EQ(code([](auto& how) { how.visibility = 0s; }), "InvalidOption");
  EXPECT_EQ(code([](auto& how) { how.visibility = 43201s; }), "InvalidOption");
}

}  // namespace
}  // namespace aloft::sqs
