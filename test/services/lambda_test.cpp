// Single invocations, over sockets.

#include <aloft/blocking.hpp>
#include <aloft/lambda.hpp>

#include "client/fixture.hpp"

#include <boost/asio/use_future.hpp>

#include <thread>

namespace aloft::lambda {
namespace {

using namespace aloft::testing;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr std::string_view usual = "x-amzn-RequestId: 59dbff89\r\nX-Amz-Executed-Version: 3\r\n";

std::string says(const std::string& payload, const std::string& fields = {}) {
  return answer(200, payload, std::string{usual} + fields);
}

struct invoking : ::testing::Test {
  asio::io_context context;
  virtual_clock clock;

  client on(const scripted_server& server) {
    auto options = options_for(server);
    options.clock = &clock;
    return session{context.get_executor(), options}.client("lambda");
  }
};

/// Takes requests whole and closes without a word, but for those behind the first `silent`.
struct forgetful {
  std::atomic<int> requests{0};
  scripted_server::script script(int silent, std::string then) {
    return [this, silent, then = std::move(then)](peer& by) {
      while (!by.read_request().empty()) {
        if (++requests <= silent) return by.close();
        by.write(then);
      }
    };
  }
};

TEST_F(invoking, gives_what_the_function_said) {
  sequence script{{says("{\"a\": 1}", "X-Amz-Log-Result: U1RBUlQKRU5ECg==\r\n")}};
  scripted_server server{script.script()};
  const auto done = run(context, invoke(on(server), "resize", request_body::bytes("{}")));
  EXPECT_EQ(done.payload, "{\"a\": 1}");
  EXPECT_EQ(done.executed_version, "3");
  EXPECT_EQ(done.request_id, "59dbff89");
  EXPECT_EQ(done.log, "START\nEND\n");
  EXPECT_FALSE(done.fault);
  EXPECT_GT(done.duration.count(), 0);
}

TEST_F(invoking, bytes_pass_as_they_are) {
  const std::string bytes{"\0\xff\r\n\"\x80", 6};
  sequence script{{says(bytes)}};
  scripted_server server{script.script()};
  EXPECT_EQ(run(context, invoke(on(server), "f", request_body::bytes(bytes))).payload, bytes);
  EXPECT_THAT(script.requests().front(), ::testing::EndsWith("\r\n\r\n" + bytes));
}

TEST_F(invoking, options_are_where_lambda_looks_for_them) {
  sequence script{{says("{}")}};
  scripted_server server{script.script()};
  invoke_options how;
  how.qualifier = "live";
  how.client_context = R"({"custom": {"a": 1}})";
  how.tenant_id = "blue";
  how.durable_name = "job-1";
  how.tail_log = true;
  run(context, invoke(on(server), "f", {}, how));
  const auto request = script.requests().front();
  EXPECT_THAT(request, HasSubstr("POST /2015-03-31/functions/f/invocations?Qualifier=live HTTP/1.1"));
  EXPECT_THAT(request, HasSubstr("\r\nX-Amz-Invocation-Type: RequestResponse\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nX-Amz-Client-Context: eyJjdXN0b20iOiB7ImEiOiAxfX0=\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nX-Amz-Tenant-Id: blue\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nX-Amz-Durable-Execution-Name: job-1\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\nX-Amz-Log-Type: Tail\r\n"));
}

TEST_F(invoking, a_functions_fault_is_a_value) {
  sequence script{{says(R"({"errorMessage": "'x'", "errorType": "KeyError", "stackTrace": ["line 1", "line 2"]})",
                        "X-Amz-Function-Error: Unhandled\r\n")}};
  scripted_server server{script.script()};
  const auto done = run(context, invoke(on(server), "f"));
  ASSERT_TRUE(done.fault);
  EXPECT_FALSE(done.fault->handled);
  EXPECT_EQ(done.fault->type, "KeyError");
  EXPECT_EQ(done.fault->message, "'x'");
  EXPECT_EQ(done.fault->trace.as_array().size(), 2U);
  EXPECT_THAT(done.payload, HasSubstr("KeyError"));
}

TEST_F(invoking, a_fault_that_is_told_in_no_known_form_has_the_payload_as_its_message) {
  EXPECT_EQ(fault_of("Unhandled", "out of memory").message, "out of memory");
  EXPECT_EQ(fault_of("Unhandled", R"({"a": 1})").message, R"({"a": 1})");
  EXPECT_EQ(fault_of("Unhandled", R"({"errorMessage": "m", "trace": ["t"]})").trace.as_array().size(), 1U);
  EXPECT_TRUE(fault_of("Handled", "{}").handled);
}

TEST_F(invoking, an_answer_that_is_lost_is_said_to_be_and_the_function_ran_once) {
  forgetful fate;
  scripted_server server{fate.script(1, says("{}"))};
  const auto outcome = run(context, try_invoke(on(server), "f", request_body::bytes("{}")));
  ASSERT_FALSE(outcome);
  EXPECT_TRUE(is_lost(outcome.error()));
  EXPECT_EQ(fate.requests, 1);
}

TEST_F(invoking, lost_ones_are_repeated_where_that_is_allowed) {
  for (const bool by_name : {false, true}) {
    forgetful fate;
    scripted_server server{fate.script(2, says("{}"))};
    invoke_options how;
    how.retry_lost = !by_name;
    if (by_name) how.durable_name = "job-1";
    EXPECT_TRUE(run(context, try_invoke(on(server), "f", request_body::bytes("{}"), how)));
    EXPECT_EQ(fate.requests, 3);
  }
}

TEST_F(invoking, three_times_is_enough) {
  forgetful fate;
  scripted_server server{fate.script(100, says("{}"))};
  invoke_options how;
  how.retry_lost = true;
  EXPECT_FALSE(run(context, try_invoke(on(server), "f", request_body::bytes("{}"), how)));
  EXPECT_EQ(fate.requests, 3);
}

TEST_F(invoking, what_never_reached_lambda_is_not_lost) {
  auto options = session_options{};
  options.region = "eu-west-1";
  options.credentials.emplace();
  options.credentials->access_key_id = "AKIDEXAMPLE";
  options.credentials->secret_access_key = "secret";
  options.endpoint_url = "http://127.0.0.1:1";
  options.clock = &clock;
  const auto outcome = run(context, try_invoke(session{context.get_executor(), options}.client("lambda"), "f", {}));
  ASSERT_FALSE(outcome);
  EXPECT_FALSE(is_lost(outcome.error()));
}

TEST_F(invoking, payloads_beyond_the_quota_are_not_sent) {
  sequence script{{says("{}")}};
  scripted_server server{script.script()};
  const auto by = on(server);
  const auto of = [](std::size_t size) { return request_body::bytes(std::string(size, ' ')); };
  EXPECT_TRUE(run(context, try_invoke(by, "f", of(max_payload))));
  const auto refused = run(context, try_invoke(by, "f", of(max_payload + 1)));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), "PayloadTooLarge");
  EXPECT_THAT(refused.error().message(), HasSubstr("6291457 bytes"));
  EXPECT_EQ(run(context, try_enqueue(by, "f", of(max_event_payload + 1))).error().code(), "PayloadTooLarge");
  EXPECT_THAT(script.requests(), SizeIs(1));
}

TEST_F(invoking, events_give_the_id_of_their_request) {
  sequence script{{answer(202, "", std::string{usual})}};
  scripted_server server{script.script()};
  EXPECT_EQ(run(context, enqueue(on(server), "f", request_body::bytes("{}"))), "59dbff89");
  EXPECT_THAT(script.requests().front(), HasSubstr("X-Amz-Invocation-Type: Event"));
}

TEST_F(invoking, takes_any_completion_token) {
  sequence script{{says("{}"), answer(404, "{}")}};
  scripted_server server{script.script()};
  const auto by = on(server);
  auto done = async_invoke(by, "f", {}, {}, asio::use_future);
  context.run();
  EXPECT_EQ(done.get().payload, "{}");
  auto failed = async_invoke(by, "f", {}, {}, asio::use_future);
  context.restart();
  context.run();
  EXPECT_THROW(failed.get(), error);
}

TEST_F(invoking, threads_may_wait_for_it) {
  sequence script{{says("{}"), answer(404, "{}")}};
  scripted_server server{script.script()};
  const session own{options_for(server)};
  const auto by = own.client("lambda");
  EXPECT_EQ(blocking(by).run(invoke(by, "f")).payload, "{}");
  EXPECT_THROW(blocking(by).run(invoke(by, "f")), error);
}

}  // namespace
}  // namespace aloft::lambda
