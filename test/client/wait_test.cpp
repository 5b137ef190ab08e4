// Waiters through the public face, against a scripted server and a clock that turns by itself.
#include "aloft/blocking.hpp"
#include "fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/use_future.hpp>

#include <gmock/gmock.h>

namespace aloft::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string table(const char* status) {
  return answer(200, R"({"Table":{"TableStatus":")" + std::string{status} + "\"}}");
}
std::string refusal(const char* code) {
  return answer(400, R"({"__type":")" + std::string{code} + R"(","message":"no"})");
}

class Wait : public ::testing::Test {
 protected:
  client dynamodb(const scripted_server& server) {
    auto options = options_for(server);
    options.clock = &time_;
    return session{context_.get_executor(), options}.client("dynamodb");
  }
  result<wait_outcome> wait_for(std::vector<std::string> answers, const char* waiter = "table_exists",
                                wait_options how = {}) {
    sequence script{std::move(answers)};
    scripted_server server{script.script()};
    auto outcome = run(context_, dynamodb(server).try_wait(waiter, {{"TableName", "t"}}, how));
    asked_ = script.requests().size();
    return outcome;
  }

  asio::io_context context_;
  virtual_clock time_;
  std::size_t asked_ = 0;
};

TEST_F(Wait, EndsWhenItHasComeAbout) {
  const auto outcome = wait_for({refusal("ResourceNotFoundException"), table("CREATING"), table("ACTIVE")}).value();
  EXPECT_TRUE(outcome);
  EXPECT_EQ(outcome.attempts, 3);
  EXPECT_EQ(asked_, 3u);
  EXPECT_EQ(outcome.last["Table"]["TableStatus"].as_text(), "ACTIVE");
  EXPECT_FALSE(outcome.refusal);
  EXPECT_EQ(outcome.reason, R"(Table.TableStatus is "ACTIVE")");
  EXPECT_EQ(time_.slept(), 40s) << "the model's delay, twice";
  EXPECT_GE(outcome.waited, 40s);
}

TEST_F(Wait, TakesAnyParametersAndGivesAnAwaitableWhereNoTokenIsGiven) {
  sequence script{{table("ACTIVE")}};
  scripted_server server{script.script()};
  const auto waited = [](client on) -> asio::awaitable<int> {
    const auto outcome = co_await on.async_wait("table_exists", params("TableName", "t"));
    co_return outcome.attempts;
  };
  EXPECT_EQ(run(context_, waited(dynamodb(server))), 1);
  EXPECT_THAT(script.requests(), ElementsAre(HasSubstr(R"({"TableName":"t"})")));
}

TEST_F(Wait, EndsWhenItCannotComeAboutAnyMore) {
  const auto outcome = wait_for({refusal("AccessDeniedException")}).value();
  EXPECT_EQ(outcome.end, wait_end::failure);
  ASSERT_TRUE(outcome.refusal);
  EXPECT_EQ(outcome.refusal->code(), "AccessDeniedException");
  EXPECT_TRUE(outcome.last.output().is_null());
}

TEST_F(Wait, EndsAfterItsAttemptsOrItsTime) {
  wait_options how;
  how.max_attempts = 2;
  how.delay = 3s;
  EXPECT_EQ(wait_for({table("CREATING")}, "TableExists", how).value().end, wait_end::out_of_attempts);
  EXPECT_EQ(asked_, 2u);
  EXPECT_EQ(time_.slept(), 3s);
  how = {};
  how.max_wait = 70s;
  const auto late = wait_for({table("CREATING")}, "table-exists", how).value();
  EXPECT_EQ(late.end, wait_end::out_of_time);
  EXPECT_EQ(late.attempts, 4) << "at 0, 20, 40 and 60 s";
}

TEST_F(Wait, ThrowsUnlessItSucceeds) {
  sequence script{{table("CREATING")}};
  scripted_server server{script.script()};
  wait_options once;
  once.max_attempts = 1;
  try {
    run(context_, dynamodb(server).wait("table_exists", {{"TableName", "t"}}, once));
    FAIL() << "nothing thrown";
  } catch (const error& thrown) {
    EXPECT_EQ(thrown.kind(), error_kind::timeout);
    EXPECT_EQ(thrown.code(), "WaiterTimedOut");
    EXPECT_THAT(thrown.what(), HasSubstr("table_exists has not come about after 1 attempt"));
    EXPECT_THAT(thrown.what(), HasSubstr("dynamodb DescribeTable in eu-west-1"));
  }
  auto later = dynamodb(server).async_wait("table_exists", {{"TableName", "t"}}, once, asio::use_future);
  context_.restart();
  context_.run();
  EXPECT_THROW(later.get(), error);
}

TEST_F(Wait, ErrorsThatSayNothingAboutItAreErrors) {
  sequence script{{table("ACTIVE")}};
  scripted_server server{script.script()};
  const auto of = dynamodb(server);
  const auto unknown = run(context_, of.try_wait("table_exist", {}));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code(), "UnknownWaiter");
  EXPECT_THAT(unknown.error().message(), HasSubstr("did you mean TableExists"));
  EXPECT_EQ(run(context_, of.try_wait("table_exists", {{"Table", 1}})).error().code(), "ParamValidation");
  wait_options none;
  none.max_attempts = 0;
  EXPECT_EQ(run(context_, of.try_wait("table_exists", {{"TableName", "t"}}, none)).error().code(), "BadWaitLimit");
  EXPECT_THAT(script.requests(), IsEmpty());
}

TEST_F(Wait, CanBeCancelledBetweenAttempts) {
  sequence script{{table("CREATING")}};
  scripted_server server{script.script()};
  const auto of = session{context_.get_executor(), options_for(server)}.client("dynamodb");  // the system's clock
  asio::cancellation_signal stop;
  auto waited = of.async_wait("table_exists", {{"TableName", "t"}}, {},
                              asio::bind_cancellation_slot(stop.slot(), asio::use_future));
  while (script.requests().empty()) context_.run_one();
  for (int i = 0; i < 20; ++i) context_.poll();
  stop.emit(asio::cancellation_type::terminal);
  context_.run();
  try {
    waited.get();
    FAIL() << "nothing thrown";
  } catch (const error& thrown) {
    EXPECT_EQ(thrown.kind(), error_kind::cancelled);
  }
  EXPECT_EQ(script.requests().size(), 1u);
}

TEST_F(Wait, WaitsForThoseWhoWait) {
  sequence script{{table("CREATING"), table("ACTIVE")}};
  scripted_server server{script.script()};
  auto options = options_for(server);
  options.clock = &time_;
  const session own{options};
  EXPECT_TRUE(blocking(own.client("dynamodb")).wait("table_exists", {{"TableName", "t"}}));
}

}  // namespace
}  // namespace aloft::testing
