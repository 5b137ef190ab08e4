// A shard that a test plays: what is asked for, and what is given of what came.

#include <aloft/kinesis.hpp>
#include <aloft/session.hpp>
#include <aloft/testing.hpp>
#include "support/event_frames.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

namespace aloft::kinesis {
namespace {

namespace asio = boost::asio;
using testing::event_frame;
using testing::exception_frame;

/// Lets no time pass, and notes what was waited for.
class skipped_clock final : public clock {
 public:
  std::chrono::system_clock::time_point now() const noexcept override { return system_clock_source().now(); }
  std::chrono::steady_clock::time_point steady_now() const noexcept override {
    return system_clock_source().steady_now();
  }
  bool skip(std::chrono::milliseconds by) const noexcept override {
    waits.push_back(by.count());
    return true;
  }
  mutable std::vector<std::int64_t> waits;
};

http_response streaming(std::initializer_list<std::string> frames) {
  http_response out;
  out.status = 200;
  out.headers.add("content-type", "application/vnd.amazon.eventstream");
  for (const auto& each : frames) out.body += each;
  return out;
}

http_response refusing(const std::string& code, int status = 400) {
  http_response out;
  out.status = status;
  out.headers.add("content-type", "application/x-amz-json-1.1");
  out.body = R"({"__type":")" + code + R"(","message":"no"})";
  return out;
}

std::string records(std::string_view data, std::string_view continuation) {
  return event_frame("SubscribeToShardEvent", R"({"Records":[{"SequenceNumber":"1","PartitionKey":"p","Data":")" +
                                                  std::string{data} + R"("}],"ContinuationSequenceNumber":")" +
                                                  std::string{continuation} + R"(","MillisBehindLatest":5})");
}
std::string heartbeat(std::string_view continuation) {
  return event_frame("SubscribeToShardEvent", R"({"Records":[],"MillisBehindLatest":0,"ContinuationSequenceNumber":")" +
                                                  std::string{continuation} + R"("})");
}
const std::string last = event_frame(
    "SubscribeToShardEvent",
    R"({"Records":[],"MillisBehindLatest":0,"ChildShards":[{"ShardId":"c1","ParentShards":["s"],"HashKeyRange":
        {"StartingHashKey":"0","EndingHashKey":"1"}},{"ShardId":"c2","ParentShards":["s"],"HashKeyRange":
        {"StartingHashKey":"2","EndingHashKey":"3"}}]})");

struct subscriptions : ::testing::Test {
  asio::io_context context;
  skipped_clock time;
  std::deque<http_response> answers;
  std::vector<std::string> asked;

  subscription open(subscription_options options = {}) {
    options.clock = &time;
    session_options of;
    of.region = "eu-west-1";
    of.credentials.emplace();
    of.credentials->access_key_id = "AKIDEXAMPLE";
    of.credentials->secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    of.max_attempts = 1;
    of.transport =
        std::make_shared<testing::scripted_transport>([this](const http_request& request) -> result<http_response> {
          const auto input = boost::json::parse(request.body);
          asked.push_back(boost::json::serialize(input.at("StartingPosition")));
          EXPECT_EQ(input.at("ShardId"), "s");
          if (answers.empty()) return refusing("ResourceNotFoundException");
          auto answer = std::move(answers.front());
          answers.pop_front();
          return answer;
        });
    const session by{context.get_executor(), of};
    return {by.client("kinesis"), "arn:aws:kinesis:eu-west-1:123456789012:stream/s/consumer/c:1", "s",
            std::move(options)};
  }

  /// The data of all batches, then how it ended.
  std::string told(subscription& of) {
    std::string text;
    asio::co_spawn(
        context,
        [](subscription& of, std::string& text) -> asio::awaitable<void> {
          for (;;) {
            const auto batch = co_await of.try_next();
            if (!batch) {
              text += batch.error().code();
              co_return;
            }
            if (!*batch) {
              text += "end";
              co_return;
            }
            for (const auto record : (*batch)->records()) text += std::string{record["Data"].as_blob()} + ' ';
            text += of.position() + ' ';
          }
        }(of, text),
        [](const std::exception_ptr& thrown) {
          if (thrown) std::rethrow_exception(thrown);
        });
    context.restart();
    context.run();
    return text;
  }
};

TEST_F(subscriptions, SubscribeAgainWhereTheyEndedUntilTheShardIsOver) {
  answers = {streaming({event_frame("initial-response", "{}"), records("YQ==", "10"), heartbeat("11")}),
             streaming({records("Yg==", "12")}), streaming({heartbeat("13"), last})};
  auto shard = open();
  EXPECT_EQ(told(shard), "a 10 b 12 end");
  EXPECT_EQ(shard.children(), (std::vector<std::string>{"c1", "c2"}));
  EXPECT_EQ(shard.subscribed(), 3u);
  EXPECT_EQ(asked, (std::vector<std::string>{R"({"Type":"LATEST"})",
                                             R"({"Type":"AFTER_SEQUENCE_NUMBER","SequenceNumber":"11"})",
                                             R"({"Type":"AFTER_SEQUENCE_NUMBER","SequenceNumber":"12"})"}));
  EXPECT_EQ(time.waits, (std::vector<std::int64_t>{0, 0}));
}

TEST_F(subscriptions, BeginWhereTheyAreTold) {
  answers = {streaming({last}), streaming({last})};
  auto after = open({.type = "AFTER_SEQUENCE_NUMBER", .sequence_number = "77"});
  EXPECT_EQ(told(after), "end");
  auto at = open({.type = "AT_TIMESTAMP", .timestamp = timestamp{1700000000, 0}});
  EXPECT_EQ(told(at), "end");
  EXPECT_EQ(asked[0], R"({"Type":"AFTER_SEQUENCE_NUMBER","SequenceNumber":"77"})");
  EXPECT_EQ(asked[1], R"({"Type":"AT_TIMESTAMP","Timestamp":1700000000})");
}

TEST_F(subscriptions, WaitForAnEarlierOneButDoNotFightALaterOne) {
  answers = {refusing("ResourceInUseException"), refusing("ResourceInUseException"),
             streaming({records("YQ==", "1"), exception_frame("ResourceInUseException", R"({"message":"taken"})")})};
  auto shard = open();
  EXPECT_EQ(told(shard), "a 1 ResourceInUseException");
  EXPECT_EQ(time.waits, (std::vector<std::int64_t>{1000, 1000}));
  EXPECT_EQ(told(shard), "ResourceInUseException");  // final
  EXPECT_EQ(asked.size(), 3u);
}

TEST_F(subscriptions, FailuresThatMayPassAreWaitedOutWithGrowingPauses) {
  answers = {refusing("InternalFailure", 500), refusing("LimitExceededException"),
             streaming({records("YQ==", "1"), exception_frame("InternalFailureException", "{}")}), streaming({last})};
  auto shard = open();
  const auto text = told(shard);
  // LimitExceededException is throttling to AWS; an internal failure in the middle goes on after the last record.
  EXPECT_EQ(text, "a 1 end");
  EXPECT_EQ(time.waits, (std::vector<std::int64_t>{1000, 2000, 1000}));
  EXPECT_EQ(asked.back(), R"({"Type":"AFTER_SEQUENCE_NUMBER","SequenceNumber":"1"})");
}

TEST_F(subscriptions, GiveUpAfterTooManyOfThem) {
  for (int i = 0; i < 20; ++i) answers.push_back(streaming({}));
  auto shard = open({.max_failures = 3});
  EXPECT_EQ(told(shard), "TruncatedResponse");
  EXPECT_EQ(asked.size(), 4u);
}

TEST_F(subscriptions, OtherErrorsAreFinal) {
  auto shard = open();
  EXPECT_EQ(told(shard), "ResourceNotFoundException");
  EXPECT_EQ(asked.size(), 1u);
}

}  // namespace
}  // namespace aloft::kinesis
