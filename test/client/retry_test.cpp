#include "client/fixture.hpp"

#include <atomic>
#include <semaphore>

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;

struct retrying : ::testing::Test {
  asio::io_context context;
  virtual_clock clock;

  result<response> ask(const scripted_server& server, client_options how = {}) {
    auto options = options_for(server);
    options.clock = &clock;
    session with{context.get_executor(), options};
    return run(context, with.client("ec2", std::move(how)).try_call("describe_regions"));
  }
};

TEST_F(retrying, a_failing_server_is_asked_again) {
  sequence script{
      {answer(503, "<html>busy</html>"), answer(500, ec2_error("InternalError")), answer(200, two_regions)}};
  scripted_server server{script.script()};
  const auto outcome = ask(server);
  ASSERT_TRUE(outcome) << outcome.error().what();
  ASSERT_EQ(outcome->metadata().attempts.size(), 2U);
  EXPECT_EQ(outcome->metadata().attempts[0].http_status, 503);
  EXPECT_EQ(outcome->metadata().attempts[1].code, "InternalError");
  EXPECT_EQ(outcome->metadata().attempts[0].delay + outcome->metadata().attempts[1].delay, clock.slept());
  EXPECT_LE(clock.slept(), 150ms);
  EXPECT_THAT(script.requests().at(2), HasSubstr("amz-sdk-request: attempt=3; max=3"));
}

TEST_F(retrying, every_attempt_is_in_the_error) {
  sequence script{{answer(503, ec2_error("Unavailable"))}};
  scripted_server server{script.script()};
  const auto outcome = ask(server);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().info().attempts.size(), 3U);
  EXPECT_TRUE(outcome.error().retryable());
  EXPECT_THAT(outcome.error().what(), HasSubstr("3 attempts: Unavailable"));
  EXPECT_EQ(script.requests().size(), 3U);
}

TEST_F(retrying, throttling_waits_longer_and_is_told) {
  sequence script{{answer(503, ec2_error("RequestLimitExceeded"), "x-amz-retry-after: 2500\r\n"),
                   answer(503, ec2_error("RequestLimitExceeded"))}};
  scripted_server server{script.script()};
  const auto outcome = ask(server, {.max_attempts = 2});
  ASSERT_FALSE(outcome);
  EXPECT_TRUE(outcome.error().info().throttling);
  EXPECT_EQ(outcome.error().info().attempts.at(0).delay, 2500ms) << "between the own delay and five seconds more";
  EXPECT_EQ(clock.slept(), 2500ms);
}

TEST_F(retrying, in_adaptive_mode_the_next_call_waits_for_its_turn) {
  const auto time_of_two_calls = [&](retry_mode mode) {
    sequence script{{answer(503, ec2_error("RequestLimitExceeded")), answer(200, two_regions)}};
    scripted_server server{script.script()};
    auto options = options_for(server);
    options.retry_mode = mode;
    options.max_attempts = 1;
    const session with{context.get_executor(), options};
    const client ec2 = with.client("ec2");
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_FALSE(run(context, ec2.try_call("describe_regions")));
    EXPECT_TRUE(run(context, ec2.try_call("describe_regions")));
    return std::chrono::steady_clock::now() - begun;
  };
  const auto adaptive = time_of_two_calls(retry_mode::adaptive);
  EXPECT_GT(adaptive, 900ms) << "half an attempt a second is the least there is";
  EXPECT_LT(time_of_two_calls(retry_mode::standard), adaptive);
}

TEST_F(retrying, what_would_fail_again_is_not_tried_again) {
  sequence script{{answer(400, ec2_error("InvalidParameterValue"))}};
  scripted_server server{script.script()};
  EXPECT_FALSE(ask(server));
  EXPECT_EQ(script.requests().size(), 1U);
  EXPECT_EQ(clock.sleeps(), 0);
}

TEST_F(retrying, max_attempts_of_the_client) {
  sequence script{{answer(503, "")}};
  scripted_server server{script.script()};
  EXPECT_FALSE(ask(server, {.max_attempts = 1}));
  EXPECT_EQ(script.requests().size(), 1U);
}

TEST_F(retrying, a_kept_connection_that_was_closed_costs_no_attempt) {
  // Each connection answers once and is closed before the next request comes.
  std::counting_semaphore closed{0};
  scripted_server server{[&](peer& client) {
    if (client.read_request().empty()) return;
    client.write(answer(200, two_regions));
    client.close();
    closed.release();
  }};
  auto options = options_for(server);
  options.clock = &clock;
  session with{context.get_executor(), options};
  auto ec2 = with.client("ec2", {.max_attempts = 1});
  for (int i = 0; i < 3; ++i) {
    const auto outcome = run(context, ec2.try_call("describe_regions"));
    ASSERT_TRUE(outcome) << outcome.error().what();
    EXPECT_TRUE(outcome->metadata().attempts.empty());
    closed.acquire();
  }
  EXPECT_EQ(server.connections(), 3);
}

TEST_F(retrying, a_request_that_a_kept_connection_has_taken_whole_is_never_repeated_for_free) {
  // The second request of each connection is read to its end, and never answered.
  std::atomic<int> taken{0};
  scripted_server server{[&](peer& client) {
    if (client.read_request().empty()) return;
    client.write(answer(200, two_regions));
    if (!client.read_request().empty()) ++taken;
    client.close();
  }};
  auto options = options_for(server);
  options.clock = &clock;
  session with{context.get_executor(), options};
  auto ec2 = with.client("ec2", {.max_attempts = 1});
  ASSERT_TRUE(run(context, ec2.try_call("describe_regions")));
  const auto outcome = run(context, ec2.try_call("describe_regions"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code(), "ConnectionClosed");
  EXPECT_EQ(outcome.error().info().request, request_progress::sent);
  EXPECT_THAT(outcome.error().what(), HasSubstr("may have been carried out"));
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(retrying, a_truncated_answer_is_asked_for_again) {
  scripted_server server{[](peer& client) {
    if (client.read_request().empty()) return;
    const std::string whole = answer(200, two_regions);
    if (client.index() > 0)
      client.write(whole);
    else
      client.write(std::string_view{whole}.substr(0, 200));
    client.close();
  }};
  const auto outcome = ask(server);
  ASSERT_TRUE(outcome) << outcome.error().what();
  EXPECT_EQ(outcome->metadata().attempts.at(0).code, "TruncatedResponse");
}

TEST_F(retrying, a_clock_that_is_off_is_corrected_once_for_the_session) {
  // The virtual clock says 2027-01-15T08:00:00Z; the server is an hour ahead.
  sequence script{
      {answer(400, ec2_error("RequestExpired"), "Date: Fri, 15 Jan 2027 09:00:00 GMT\r\n"), answer(200, two_regions)}};
  scripted_server server{script.script()};
  auto options = options_for(server);
  options.clock = &clock;
  session with{context.get_executor(), options};
  auto ec2 = with.client("ec2");
  EXPECT_TRUE(run(context, ec2.try_call("describe_regions")));
  EXPECT_TRUE(run(context, ec2.try_call("describe_regions")));
  const auto seen = script.requests();
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_THAT(seen[0], HasSubstr("X-Amz-Date: 20270115T0800"));
  EXPECT_THAT(seen[1], HasSubstr("X-Amz-Date: 20270115T0900"));
  EXPECT_THAT(seen[2], HasSubstr("X-Amz-Date: 20270115T0900"));
}

TEST_F(retrying, the_quota_ends_retries_of_a_service_in_trouble) {
  sequence script{{answer(500, ec2_error("InternalError"))}};
  scripted_server server{script.script()};
  auto options = options_for(server);
  options.clock = &clock;
  session with{context.get_executor(), options};
  auto ec2 = with.client("ec2");
  for (int i = 0; i < 30; ++i) EXPECT_FALSE(run(context, ec2.try_call("describe_regions")));
  EXPECT_EQ(script.requests().size(), 30U + 500 / 14);
}

}  // namespace
}  // namespace aloft
