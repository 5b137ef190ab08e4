// What is sent once more, and what is not since nobody knows whether it was carried out.

#include "client/fixture.hpp"

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::HasSubstr;

struct repetition : ::testing::Test {
  asio::io_context context;
  virtual_clock clock;

  session on(const scripted_server& server) {
    auto options = options_for(server);
    options.clock = &clock;
    return session{context.get_executor(), options};
  }
};

/// Takes requests whole and closes without a word, but for the last of them.
struct forgetful {
  std::atomic<int> requests{0};

  scripted_server::script script(int silent, std::string then) {
    return [this, silent, then = std::move(then)](peer& client) {
      while (!client.read_request().empty()) {
        if (++requests <= silent) return client.close();
        client.write(then);
      }
    };
  }
};

const boost::json::value message{{"QueueUrl", "http://sqs/1/q"}, {"MessageBody", "m"}};
const boost::json::value item{{"TableName", "t"}, {"Key", {{"id", {{"S", "1"}}}}}};

TEST_F(repetition, a_request_that_was_sent_whole_is_not_sent_again_where_that_might_do_it_twice) {
  forgetful fate;
  scripted_server server{fate.script(1, answer(200, "{}"))};
  const auto outcome = run(context, on(server).client("sqs").try_call("send_message", message));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind(), error_kind::connect);
  EXPECT_EQ(outcome.error().info().request, request_progress::sent);
  EXPECT_FALSE(outcome.error().retryable());
  EXPECT_THAT(outcome.error().message(), HasSubstr("may have been carried out"));
  EXPECT_EQ(outcome.error().info().attempts.size(), 1U);
  EXPECT_EQ(fate.requests, 1);
}

TEST_F(repetition, reads_are_sent_again_and_it_is_told) {
  forgetful fate;
  scripted_server server{fate.script(1, answer(200, "{}"))};
  const auto outcome = run(context, on(server).client("dynamodb").try_call("get_item", item));
  ASSERT_TRUE(outcome) << outcome.error().what();
  EXPECT_EQ(outcome->metadata().attempts.size(), 1U);
  EXPECT_EQ(fate.requests, 2);
}

TEST_F(repetition, an_answer_that_refuses_is_no_riddle) {
  sequence script{{answer(503, "{}"), answer(200, "{}")}};
  scripted_server server{script.script()};
  EXPECT_TRUE(run(context, on(server).client("sqs").try_call("send_message", message)));
  EXPECT_EQ(script.requests().size(), 2U);
}

TEST_F(repetition, a_success_that_breaks_off_was_carried_out) {
  std::atomic<int> requests{0};
  scripted_server server{[&](peer& client) {
    if (client.read_request().empty()) return;
    ++requests;
    client.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
    client.close();
  }};
  const auto outcome = run(context, on(server).client("sqs").try_call("send_message", message));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code(), "TruncatedResponse");
  EXPECT_EQ(requests, 1);
}

TEST_F(repetition, nothing_goes_beyond_max_attempts) {
  // A kept connection that is closed once the next request has been read.
  std::atomic<int> requests{0};
  scripted_server server{[&](peer& client) {
    if (client.read_request().empty()) return;
    ++requests;
    client.write(answer(200, "{}"));
    if (!client.read_request().empty()) ++requests;
    client.close();
  }};
  const auto with = on(server);
  const auto dynamodb = with.client("dynamodb", {.max_attempts = 1});
  ASSERT_TRUE(run(context, dynamodb.try_call("get_item", item)));
  const auto second = run(context, dynamodb.try_call("get_item", item));
  EXPECT_EQ(requests, 2) << "each call once";
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().info().attempts.size(), 1U);
}

TEST_F(repetition, a_buckets_other_region_takes_an_attempt) {
  sequence script{
      {answer(301, "<Error><Code>PermanentRedirect</Code></Error>", "x-amz-bucket-region: eu-central-1\r\n"),
       answer(204, "")}};
  scripted_server server{script.script()};
  const auto with = on(server);
  const auto s3 = with.client("s3", {.max_attempts = 1});
  const boost::json::value object{{"Bucket", "b"}, {"Key", "k"}};
  EXPECT_EQ(run(context, s3.try_call("delete_object", object)).error().code(), "PermanentRedirect");
  EXPECT_EQ(script.requests().size(), 1U);
  EXPECT_TRUE(run(context, s3.try_call("delete_object", object))) << "the next call knows the region";
}

TEST_F(repetition, an_error_of_s3_in_a_success_is_a_failure_of_the_server) {
  sequence script{
      {answer(200, "<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code><Message>later</Message></Error>"),
       answer(200, "<?xml version=\"1.0\"?>\n<CopyObjectResult><ETag>\"e\"</ETag></CopyObjectResult>")}};
  scripted_server server{script.script()};
  const boost::json::value copy{{"Bucket", "b"}, {"Key", "k"}, {"CopySource", "b/o"}};
  const auto done = run(context, on(server).client("s3").try_call("copy_object", copy));
  ASSERT_TRUE(done) << done.error().what();
  EXPECT_EQ(script.requests().size(), 2U);
  sequence never{{answer(200, "<Error><Code>InternalError</Code></Error>")}};
  scripted_server failing{never.script()};
  const auto failed = run(context, on(failing).client("s3").try_call("copy_object", copy));
  ASSERT_FALSE(failed);
  EXPECT_TRUE(failed.error().retryable());
  EXPECT_EQ(never.requests().size(), 3U);
}

TEST_F(repetition, what_there_was_no_time_to_repeat_is_not_paid_for) {
  sequence script{{answer(503, "{}", "x-amz-retry-after: 5000\r\n")}};
  scripted_server server{script.script()};
  const auto with = on(server);
  const auto hurried = with.client("dynamodb", {.operation_timeout = 1s});
  for (int i = 0; i < 40; ++i) EXPECT_FALSE(run(context, hurried.try_call("get_item", item)));
  EXPECT_EQ(script.requests().size(), 40U);
  EXPECT_FALSE(run(context, with.client("dynamodb").try_call("get_item", item)));
  EXPECT_EQ(script.requests().size(), 44U) << "four attempts of DynamoDB: the quota is whole";
}

}  // namespace
}  // namespace aloft
