// The embedded Lambda, asked by the library's helpers.

#include <aloft/lambda_batch.hpp>
#include <aloft/local.hpp>
#include <aloft/session.hpp>

#include "support/turned_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <gmock/gmock.h>

#include <ranges>

namespace aloft::lambda {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class embedded_lambda : public ::testing::Test {
 protected:
  /// A server with functions as they are written on command lines.
  client with(std::initializer_list<const char*> functions, const aloft::clock* clock = nullptr) {
    local::server_options options;
    for (const auto* one : functions) options.functions.push_back(local::parse_function(one).value());
    options.clock = clock;
    server_ = std::make_unique<local::server>(std::move(options));
    session_options how;
    how.region = "eu-west-1";
    how.credentials = local::demo_credentials();
    how.endpoint_url = server_->endpoint_url();
    how.max_attempts = 1;
    how.clock = clock;
    return session{context_.get_executor(), how}.client("lambda");
  }
  template <class T>
  T run(asio::awaitable<T> work) {
    auto outcome = asio::co_spawn(context_, std::move(work), asio::use_future);
    context_.restart();
    context_.run();
    return outcome.get();
  }
  invocation said(const client& by, const char* function, const char* payload = "{}", bool tail = false) {
    invoke_options how;
    how.tail_log = tail;
    return run(invoke(by, function, request_body::bytes(payload), how));
  }
  std::string refusal(const client& by, const char* function, std::string payload = "{}") {
    const auto outcome = run(try_invoke(by, function, request_body::bytes(std::move(payload))));
    return outcome ? "accepted" : outcome.error().code() + ' ' + std::to_string(outcome.error().info().http_status);
  }

  asio::io_context context_;
  std::unique_ptr<local::server> server_;
};

TEST_F(embedded_lambda, functions_give_their_payload_back) {
  const auto by = with({"echo"});
  const auto done = said(by, "echo", R"({"a": [1, 2]})");
  EXPECT_EQ(done.payload, R"({"a": [1, 2]})");
  EXPECT_EQ(done.executed_version, "$LATEST");
  EXPECT_FALSE(done.fault);
  EXPECT_EQ(said(by, "arn:aws:lambda:eu-west-1:123456789012:function:echo:$LATEST").payload, "{}");
}

TEST_F(embedded_lambda, functions_fail_as_they_are_told_to) {
  const auto by = with({"bad,fail=unhandled", "sorry,fail=handled"});
  EXPECT_FALSE(said(by, "bad").fault.value().handled);
  EXPECT_TRUE(said(by, "sorry").fault.value().handled);
  EXPECT_EQ(said(by, "sorry").fault->type, "HandledError");
}

TEST_F(embedded_lambda, a_command_stands_for_a_function) {
  const auto by = with({"upper,command=tr a-z A-Z; echo seen >&2", "broken,command=echo half; exit 3"});
  const auto done = said(by, "upper", R"("abc")", true);
  EXPECT_EQ(done.payload, R"("ABC")");
  EXPECT_THAT(done.log, HasSubstr("seen\n"));
  const auto failed = said(by, "broken");
  EXPECT_EQ(failed.fault.value().type, "Runtime.ExitError");
  EXPECT_THAT(failed.fault->message, HasSubstr("exit status 3"));
}

TEST_F(embedded_lambda, a_large_payload_passes_through_a_command_whether_it_reads_it_or_not) {
  const auto by = with({"cat,timeout=60s,command=cat", "deaf,timeout=60s,command=echo 1"});
  const std::string large = '"' + std::string(3'000'000, 'x') + '"';
  EXPECT_EQ(said(by, "cat", large.c_str()).payload, large);
  EXPECT_EQ(said(by, "deaf", large.c_str()).payload, "1\n");
}

TEST_F(embedded_lambda, functions_sleep_by_the_servers_clock_and_no_longer_than_their_timeout) {
  aloft::testing::turned_clock clock;
  const auto by = with({"slow,sleep=2s", "stuck,sleep=10s", "hung,command=sleep 1000"}, &clock);
  for (const auto* name : {"slow", "stuck", "hung"}) {
    auto outcome = asio::co_spawn(context_, invoke(by, name, request_body::bytes("7")), asio::use_future);
    const auto before = server_->counters().operations["lambda.Invoke"];
    context_.restart();
    while (server_->counters().operations["lambda.Invoke"] == before) context_.run_one_for(1ms);
    for (auto turned = 0s; outcome.wait_for(0s) != std::future_status::ready; turned += 1s) {
      clock.turn(1s);
      for (int i = 0; i < 20; ++i) context_.run_one_for(1ms);
      context_.restart();
    }
    const auto done = outcome.get();
    if (std::string_view{name} == "slow")
      EXPECT_EQ(done.payload, "7");
    else
      EXPECT_EQ(done.fault.value().type, "Sandbox.Timedout") << name;
  }
}

TEST_F(embedded_lambda, so_many_at_once_and_no_more) {
  const auto by = with({"narrow,sleep=20ms,concurrency=3", "closed,concurrency=0"});
  EXPECT_EQ(refusal(by, "closed"), "TooManyRequestsException 429");
  std::vector<std::string> answers;
  batch_options how;
  how.function = "narrow";
  how.parallel = 12;
  const auto payloads = std::views::iota(0, 30) | std::views::transform([](int n) { return std::to_string(n); });
  const auto counts = run(invoke_all(
      by, payloads, [&](std::uint64_t, result<invocation> came) { answers.push_back(came.value().payload); }, how));
  EXPECT_EQ(counts.ok, 30U);
  EXPECT_GT(counts.throttled, 0U);
  EXPECT_EQ(answers[17], "17");
}

TEST_F(embedded_lambda, what_lambda_refuses_is_refused) {
  const auto by = with({"echo"});
  EXPECT_EQ(refusal(by, "nobody"), "ResourceNotFoundException 404");
  EXPECT_EQ(refusal(by, "echo:live"), "ResourceNotFoundException 404");
  EXPECT_EQ(refusal(by, "echo", "{\"a\":"), "InvalidRequestContentException 400");
}

TEST_F(embedded_lambda, events_are_taken_and_not_waited_for) {
  const auto by = with({"slow,sleep=1000s"});
  EXPECT_FALSE(run(enqueue(by, "slow", request_body::bytes("{}"))).empty());
}

TEST_F(embedded_lambda, functions_come_and_go) {
  const auto by = with({"first"});
  const auto create = [&](const char* name, const char* handler) {
    return run(by.try_call("create_function", {{"FunctionName", name},
                                               {"Handler", handler},
                                               {"Runtime", "python3.12"},
                                               {"Role", "arn:aws:iam::123456789012:role/runs"},
                                               {"Code", {{"ZipFile", "UEsFBg=="}}}}));
  };
  ASSERT_TRUE(create("second", "fail=handled"));
  EXPECT_TRUE(said(by, "second").fault);
  EXPECT_EQ(create("second", "echo").error().code(), "ResourceConflictException");
  EXPECT_THAT(create("third", "index.handler").error().message(), HasSubstr("runs no code"));
  EXPECT_THAT(create("third", "command=rm -rf /").error().message(), HasSubstr("cannot be a command"));
  std::vector<std::string> names;
  const auto listed = run(by.try_call("list_functions"));
  for (const auto one : listed.value()["Functions"]) names.emplace_back(one["FunctionName"].as_text());
  EXPECT_THAT(names, ElementsAre("first", "second"));
  EXPECT_TRUE(run(by.try_call("delete_function", {{"FunctionName", "second"}})));
  EXPECT_EQ(run(by.try_call("get_function", {{"FunctionName", "second"}})).error().code(), "ResourceNotFoundException");
}

TEST_F(embedded_lambda, functions_that_cannot_be_are_refused) {
  const auto why = [](const char* text) { return local::parse_function(text).error().message(); };
  EXPECT_THAT(why(""), HasSubstr("no name"));
  EXPECT_THAT(why("f,sleep"), HasSubstr("\"sleep\" is not understood"));
  EXPECT_THAT(why("f,fail=often"), HasSubstr("fail=often"));
  EXPECT_THAT(why("f,command="), HasSubstr("is empty"));
  EXPECT_EQ(local::parse_function("f,sleep=80ms,command=a,b").value().command, "a,b");
}

}  // namespace
}  // namespace aloft::lambda
