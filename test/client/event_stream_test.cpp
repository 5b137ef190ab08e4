// Event streams through the public face, from a server that says exactly what it is told to.

#include "aloft/blocking.hpp"
#include "client/fixture.hpp"
#include "support/event_frames.hpp"

#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <boost/asio/experimental/awaitable_operators.hpp>  // not self-contained in Boost 1.81: after the others

#include <gtest/gtest.h>

#include <filesystem>

namespace aloft::testing {
namespace {

using namespace boost::asio::experimental::awaitable_operators;

const std::string start_frame = event_frame("sessionStart", R"({"requestId":"r1","sessionId":"s1"})");
const std::string end_frame = event_frame("End", "", "");

std::string update_frame(const std::string& message) {
  return event_frame("sessionUpdate",
                     R"({"sessionResults":[{"message":")" + message + R"(","timestamp":1700000000123}]})");
}
std::string records_frame(std::string_view rows) { return event_frame("Records", rows, "application/octet-stream"); }

struct event_streams : ::testing::Test {
  asio::io_context context;

  client make(const scripted_server& server, const char* service, int attempts = 3) {
    auto options = options_for(server);
    options.max_attempts = attempts;
    return session{context.get_executor(), options}.client(service);
  }

  /// What a stream gives: the types of its events, then how it ended.
  static asio::awaitable<std::string> told(client of, std::string operation, boost::json::value input) {
    auto stream = co_await of.try_open(operation, input);
    if (!stream) co_return "open: " + stream.error().code();
    std::string text;
    for (;;) {
      auto event = co_await stream->try_next();
      if (!event) co_return text + event.error().code();
      if (!*event) co_return text + "end";
      text += std::string{(*event)->type()} + ' ';
    }
  }
  std::string tail(const client& of) { return run(context, told(of, "start_live_tail", groups())); }
  std::string select(const client& of) { return run(context, told(of, "select_object_content", selection())); }

  static boost::json::value groups() { return {{"logGroupIdentifiers", {"arn:aws:logs:eu-west-1:1:log-group:g"}}}; }
  static boost::json::value selection() {
    return R"({"Bucket":"b","Key":"k","Expression":"select * from s3object","ExpressionType":"SQL",
               "InputSerialization":{"CSV":{}},"OutputSerialization":{"CSV":{}}})"_json;
  }
  static boost::json::value question() {
    return R"({"modelId":"m","messages":[{"role":"user","content":[{"text":"hi"}]}]})"_json;
  }
};

// --- what events hold ---

TEST_F(event_streams, GivesEventsWithTheirMembersToTheEnd) {
  sequence answers{{stream_of({event_frame("initial-response", "{}"), start_frame, update_frame("one"),
                               event_frame("sessionUpdate", R"({"sessionResults":[]})")})}};
  scripted_server server{answers.script()};
  const auto logs = make(server, "logs");
  run(context, [](client of) -> asio::awaitable<int> {
    auto stream = co_await of.open("start_live_tail", groups());
    auto first = co_await stream.next();
    EXPECT_EQ(first->type(), "sessionStart");
    EXPECT_TRUE(first->known());
    EXPECT_EQ((*first)["sessionId"], "s1");
    EXPECT_EQ(first->output()["sessionStart"]["requestId"], "r1");
    EXPECT_EQ(first->payload(), "");
    EXPECT_EQ(first->header(":event-type"), event_header_value{std::string_view{"sessionStart"}});
    EXPECT_EQ(first->header("absent"), std::nullopt);
    auto second = co_await stream.next();
    EXPECT_EQ((*second)["sessionResults"][0]["message"], "one");
    EXPECT_EQ((*second)["sessionResults"][0]["timestamp"], 1700000000123);
    EXPECT_EQ((*first)["sessionId"], "s1");  // an event is its own
    EXPECT_EQ((co_await stream.next())->type(), "sessionUpdate");
    EXPECT_FALSE(co_await stream.next());
    EXPECT_FALSE(co_await stream.next());
    EXPECT_EQ(stream.delivered(), 3u);
    EXPECT_FALSE(stream.failure());
    const auto about = co_await stream.head();
    EXPECT_EQ(about.http_status, 200);
    EXPECT_EQ(about.request_id, "8a5b");
    co_return 0;
  }(logs));
  EXPECT_NE(answers.requests()[0].find("X-Amz-Target: Logs_20140328.StartLiveTail"), std::string::npos);
}

TEST_F(event_streams, BytesAreGivenAsTheyAreAndHeadersAreMembers) {
  const std::string bytes{"\x00\xff row\n", 7};
  sequence answers{{stream_of({event_frame("PayloadChunk", bytes, "application/octet-stream"),
                               event_frame("InvokeComplete", R"({"LogResult":"x"})")},
                              "X-Amz-Executed-Version: 7\r\n")}};
  scripted_server server{answers.script()};
  run(context, [](client of, std::string bytes) -> asio::awaitable<int> {
    auto stream = co_await of.open("invoke_with_response_stream", R"({"FunctionName":"f"})"_json);
    const auto beside = co_await stream.initial();
    EXPECT_EQ(beside["ExecutedVersion"], "7");
    EXPECT_EQ(beside["StatusCode"], 200);
    auto chunk = co_await stream.next();
    EXPECT_EQ(chunk->payload(), bytes);
    EXPECT_EQ((*chunk)["Payload"].as_blob(), bytes);
    auto moved = std::move(*chunk);
    EXPECT_EQ(moved.payload(), bytes);
    const auto complete = co_await stream.next();
    EXPECT_EQ((*complete)["LogResult"], "x");
    EXPECT_FALSE(co_await stream.next());
    co_return 0;
  }(make(server, "lambda"), bytes));
}

TEST_F(event_streams, AnEventThatTheModelDoesNotKnowIsGivenAsItIs) {
  sequence answers{{stream_of({event_frame("sessionNews", R"({"a":1})"), start_frame})}};
  scripted_server server{answers.script()};
  run(context, [](client of) -> asio::awaitable<int> {
    auto stream = co_await of.open("start_live_tail", groups());
    auto event = co_await stream.next();
    EXPECT_EQ(event->type(), "sessionNews");
    EXPECT_FALSE(event->known());
    EXPECT_EQ(event->payload(), R"({"a":1})");
    EXPECT_TRUE(event->content().is_null());
    EXPECT_EQ((co_await stream.next())->type(), "sessionStart");
    co_return 0;
  }(make(server, "logs")));
}

TEST_F(event_streams, XmlPayloadsAreStructures) {
  sequence answers{{stream_of({records_frame("a,b\n"),
                               event_frame("Stats", "<Stats><BytesScanned>12</BytesScanned></Stats>", "text/xml"),
                               event_frame("Cont", "", ""), end_frame})}};
  scripted_server server{answers.script()};
  run(context, [](client of) -> asio::awaitable<int> {
    auto stream = co_await of.open("select_object_content", selection());
    EXPECT_EQ((co_await stream.next())->payload(), "a,b\n");
    const auto stats = co_await stream.next();
    EXPECT_EQ((*stats)["Details"]["BytesScanned"], 12);
    EXPECT_EQ((co_await stream.next())->type(), "Cont");
    EXPECT_EQ((co_await stream.next())->type(), "End");
    EXPECT_FALSE(co_await stream.next());
    co_return 0;
  }(make(server, "s3")));
}

// --- errors of the stream ---

TEST_F(event_streams, AnExceptionIsItsShapesErrorWithTheModelsStatus) {
  sequence answers{{stream_of({event_frame("messageStart", R"({"role":"assistant"})"),
                               exception_frame("modelStreamErrorException",
                                               R"({"message":"m","originalStatusCode":500,"originalMessage":"o"})")})}};
  scripted_server server{answers.script()};
  run(context, [](client of) -> asio::awaitable<int> {
    auto stream = co_await of.open("converse_stream", question());
    EXPECT_TRUE(co_await stream.next());
    const auto failed = co_await stream.try_next();
    if (!failed.has_error()) co_return 1;
    const error_info& info = failed.error().info();
    EXPECT_EQ(info.kind, error_kind::service);
    EXPECT_EQ(info.code, "ModelStreamErrorException");
    EXPECT_EQ(info.message, "m");
    EXPECT_EQ(info.http_status, 424);
    EXPECT_EQ(info.operation, "ConverseStream");
    EXPECT_EQ(info.request_id, "8a5b");
    EXPECT_EQ(info.members->at("originalStatusCode").to_number<int>(), 500);
    EXPECT_EQ(stream.failure()->code(), info.code);
    EXPECT_EQ((co_await stream.try_next()).error().code(), info.code);  // final
    co_return 0;
  }(make(server, "bedrock-runtime")));
  EXPECT_EQ(answers.requests().size(), 1u);
}

TEST_F(event_streams, AFirstMessageThatIsAnExceptionIsMetByAnotherAttempt) {
  const std::string throttled = stream_of({exception_frame("throttlingException", R"({"message":"slow"})")});
  sequence answers{{throttled, throttled, stream_of({event_frame("messageStart", R"({"role":"assistant"})")})}};
  scripted_server server{answers.script()};
  virtual_clock clock;
  auto options = options_for(server);
  options.clock = &clock;
  options.max_attempts = 3;
  const auto of = session{context.get_executor(), options}.client("bedrock-runtime");
  run(context, [](client of) -> asio::awaitable<int> {
    auto stream = co_await of.open("converse_stream", question());
    EXPECT_EQ((co_await stream.next())->type(), "messageStart");
    const auto about = co_await stream.head();
    EXPECT_EQ(about.attempts.size(), 2u);
    co_return 0;
  }(of));
  EXPECT_EQ(answers.requests().size(), 3u);
  EXPECT_EQ(clock.sleeps(), 2);
}

TEST_F(event_streams, WhatTheCallerHasSeenIsNeverTakenBack) {
  const std::string throttled = stream_of({exception_frame("throttlingException", R"({"message":"slow"})")});
  sequence answers{{throttled}};
  scripted_server server{answers.script()};
  run(context, [](client of) -> asio::awaitable<int> {
    auto stream = co_await of.open("converse_stream", question());
    co_await stream.head();
    const auto failed = co_await stream.try_next();
    EXPECT_EQ(failed.error().code(), "ThrottlingException");
    EXPECT_TRUE(failed.error().retryable());
    EXPECT_EQ(failed.error().info().http_status, 429);
    co_return 0;
  }(make(server, "bedrock-runtime")));
  EXPECT_EQ(answers.requests().size(), 1u);
}

TEST_F(event_streams, ErrorsThatNoModelDescribes) {
  sequence answers{{stream_of({start_frame, error_frame("SomethingWrong", "it broke")}),
                    stream_of({start_frame, exception_frame("newException", R"({"Message":"new"})")})}};
  scripted_server server{answers.script()};
  const auto logs = make(server, "logs");
  EXPECT_EQ(tail(logs), "sessionStart SomethingWrong");
  EXPECT_EQ(tail(logs), "sessionStart newException");
}

TEST_F(event_streams, AnAnswerThatIsNoStreamSaysWhatItIs) {
  sequence answers{{answer(200, R"({"hello":1})", "Content-Type: application/json\r\n"),
                    answer(200, "<Error><Code>InternalError</Code><Message>m</Message></Error>",
                           "Content-Type: application/xml\r\n"),
                    answer(400, R"({"__type":"InvalidParameterException","message":"bad"})")}};
  scripted_server server{answers.script()};
  const auto logs = make(server, "logs", 1);
  run(context, [](client of) -> asio::awaitable<int> {
    auto stream = co_await of.open("start_live_tail", groups());
    const auto failed = co_await stream.try_next();
    EXPECT_EQ(failed.error().code(), "UnreadableAnswer");
    EXPECT_NE(failed.error().message().find("application/json"), std::string::npos);
    EXPECT_NE(failed.error().message().find("hello"), std::string::npos);
    co_return 0;
  }(logs));
  EXPECT_EQ(select(make(server, "s3", 1)), "InternalError");
  EXPECT_EQ(tail(logs), "open: InvalidParameterException");
}

// --- ends ---

TEST_F(event_streams, S3sAnswerWithoutItsEndIsTruncated) {
  sequence answers{{stream_of({records_frame("a\n")}), stream_of({records_frame("a\n"), end_frame})}};
  scripted_server server{answers.script()};
  const auto s3 = make(server, "s3");
  EXPECT_EQ(select(s3), "Records TruncatedResponse");
  EXPECT_EQ(select(s3), "Records End end");
}

TEST_F(event_streams, CutAfterEachByteNeverEndsWell) {
  const std::string whole = stream_of({records_frame("a,b\n"), event_frame("Cont", "", ""), end_frame});
  const std::size_t head = stream_head().size();
  std::size_t size = head;
  scripted_server server{[&](peer& client) {
    if (client.read_request().empty()) return;
    client.write(std::string_view{whole}.substr(0, size));
    client.close();
  }};
  const auto s3 = make(server, "s3", 1);
  for (; size < whole.size(); ++size) {
    const std::string seen = select(s3);
    EXPECT_FALSE(seen.ends_with("end")) << size << ": " << seen;
  }
  EXPECT_EQ(select(s3), "Records Cont End end");
}

TEST_F(event_streams, AWrongChecksumIsTheEnd) {
  std::string broken = update_frame("two");
  broken[broken.size() - 20] ^= 1;
  sequence answers{{stream_of({start_frame, broken, update_frame("three")})}};
  scripted_server server{answers.script()};
  EXPECT_EQ(tail(make(server, "logs")), "sessionStart UnreadableEvent");
}

TEST_F(event_streams, EventsThatCameTogetherAreGivenOneByOne) {
  std::string broken = update_frame("three");
  broken[broken.size() - 20] ^= 1;
  const std::string news = event_frame("sessionNews", "{}");
  const std::string over = exception_frame("SessionTimeoutException", R"({"message":"over"})");
  sequence answers{{stream_of({start_frame + update_frame("one") + news + update_frame("two")}),
                    stream_of({start_frame + update_frame("one") + over + update_frame("two")}),
                    stream_of({start_frame + update_frame("one") + broken + update_frame("two")}),
                    stream_of({start_frame + update_frame("one") + update_frame("two").substr(0, 50)})}};
  scripted_server server{answers.script()};
  const auto logs = make(server, "logs");
  EXPECT_EQ(tail(logs), "sessionStart sessionUpdate sessionNews sessionUpdate end");
  EXPECT_EQ(tail(logs), "sessionStart sessionUpdate SessionTimeoutException");
  EXPECT_EQ(tail(logs), "sessionStart sessionUpdate UnreadableEvent");
  EXPECT_EQ(tail(logs), "sessionStart sessionUpdate TruncatedResponse");
}

TEST_F(event_streams, AMessageLongerThanTheLimitIsRefused) {
  sequence answers{{stream_of({update_frame(std::string(2000, 'x'))})}};
  scripted_server server{answers.script()};
  run(context, [](client of) -> asio::awaitable<int> {
    stream_options options;
    options.max_event = 1000;
    auto stream = co_await of.open("start_live_tail", groups(), options);
    EXPECT_EQ((co_await stream.try_next()).error().code(), "UnreadableEvent");
    co_return 0;
  }(make(server, "logs", 1)));
}

// --- who reads, and who does not ---

/// Events one by one, when the test says so.
struct live_streams : event_streams {
  std::atomic<int> wanted{0};
  std::atomic<bool> over{false};
  scripted_server server{[this](peer& client) {
    if (client.read_request().empty()) return;
    client.write(stream_head());
    for (int sent = 0; !over; client.pause(1ms))
      while (sent < wanted && client.write(chunk(update_frame(std::to_string(sent))))) ++sent;
  }};

  void TearDown() override { over = true; }
};

TEST_F(live_streams, ACancelledReadLosesNothing) {
  run(context, [](client of, std::atomic<int>& wanted) -> asio::awaitable<int> {
    auto stream = co_await of.open("start_live_tail", groups());
    for (int turn = 0; turn < 3; ++turn) {
      asio::steady_timer soon{co_await asio::this_coro::executor, 5ms};
      auto first = co_await (stream.next() || soon.async_wait(asio::use_awaitable));
      EXPECT_EQ(first.index(), 1u);
      wanted = turn + 1;
      auto event = co_await stream.next();
      EXPECT_EQ((*event)["sessionResults"][0]["message"], std::to_string(turn));
    }
    stream.cancel();
    EXPECT_EQ((co_await stream.try_next()).error().kind(), error_kind::cancelled);
    co_return 0;
  }(make(server, "logs"), wanted));
}

TEST_F(live_streams, EndAndCancelReachAReaderThatWaits) {
  for (const bool ends : {true, false})
    for (const bool cancellable : {true, false}) {
      const auto outcome = run(context, [](client of, bool ends, bool cancellable) -> asio::awaitable<std::string> {
        auto stream = co_await of.open("start_live_tail", groups());
        asio::co_spawn(
            co_await asio::this_coro::executor,
            [](event_stream& stream, bool ends) -> asio::awaitable<void> {
              ends ? stream.end() : stream.cancel();
              co_return;
            }(stream, ends),
            asio::detached);
        if (cancellable) {
          asio::steady_timer never{co_await asio::this_coro::executor, 1h};
          auto event = co_await (stream.try_next() || never.async_wait(asio::use_awaitable));
          const auto& seen = std::get<0>(event);
          co_return seen ? "end" : seen.error().code();
        }
        auto seen = co_await stream.try_next();
        co_return seen ? "end" : seen.error().code();
      }(make(server, "logs"), ends, cancellable));
      EXPECT_EQ(outcome, ends ? "end" : "Cancelled") << cancellable;
    }
}

TEST_F(live_streams, AContextRunsOutAfterAStreamWasDropped) {
  const auto logs = make(server, "logs");
  asio::co_spawn(
      context,
      [](client of) -> asio::awaitable<void> {
        auto stream = co_await of.open("start_live_tail", groups());
        asio::steady_timer soon{co_await asio::this_coro::executor, 5ms};
        co_await (stream.next() || soon.async_wait(asio::use_awaitable));  // a read goes on without a reader
      }(logs),
      asio::detached);
  context.run();  // returns
}

TEST_F(live_streams, AContextMayGoBeforeItsStream) {
  auto inner = std::make_unique<asio::io_context>();
  const auto logs = session{inner->get_executor(), options_for(server)}.client("logs");
  auto stream = run(*inner, logs.open("start_live_tail", groups()));
  asio::co_spawn(
      *inner, [](event_stream& of) -> asio::awaitable<void> { co_await of.try_next(); }(stream), asio::detached);
  inner->restart();
  inner->poll();
  inner.reset();
  EXPECT_EQ(run(context, stream.try_next()).error().kind(), error_kind::cancelled);
}

TEST_F(live_streams, CompletionTokens) {
  wanted = 1;
  const auto logs = make(server, "logs");
  std::optional<stream_event> got;
  event_stream stream;
  logs.async_open("start_live_tail", groups(), {}, [&](std::exception_ptr failure, event_stream opened) {
    ASSERT_FALSE(failure);
    stream = std::move(opened);
    stream.async_next([&](std::exception_ptr failed, std::optional<stream_event> event) {
      ASSERT_FALSE(failed);
      got = std::move(event);
      context.stop();
    });
  });
  context.run();
  ASSERT_TRUE(got);
  EXPECT_EQ(got->type(), "sessionUpdate");
}

TEST_F(event_streams, ForThoseWhoWait) {
  sequence answers{{stream_of({start_frame, update_frame("one")})}};
  scripted_server server{answers.script()};
  const auto logs = session{options_for(server)}.client("logs");
  std::string types;
  auto stream = blocking(logs).open("start_live_tail", groups());
  EXPECT_EQ(blocking(logs).head(stream).http_status, 200);
  for (const stream_event& each : stream) types += std::string{each.type()} + ' ';
  EXPECT_EQ(types, "sessionStart sessionUpdate ");
}

// --- bytes joined ---

TEST_F(event_streams, PayloadsAreOneBody) {
  sequence answers{{stream_of({records_frame("a,"), event_frame("Cont", "", ""), records_frame("b\n"), end_frame}),
                    stream_of({records_frame("a,")}), stream_of({start_frame})}};
  scripted_server server{answers.script()};
  const auto joined = [](client of, std::string operation, boost::json::value input) -> asio::awaitable<std::string> {
    auto stream = co_await of.open(operation, input);
    auto body = std::move(stream).payload_stream();
    auto all = co_await body.try_collect();
    co_return all ? *all : all.error().code();
  };
  EXPECT_EQ(run(context, joined(make(server, "s3"), "select_object_content", selection())), "a,b\n");
  EXPECT_EQ(run(context, joined(make(server, "s3"), "select_object_content", selection())), "TruncatedResponse");
  EXPECT_EQ(run(context, joined(make(server, "logs"), "start_live_tail", groups())), "NoPayload");
}

TEST_F(event_streams, AFunctionThatFailedIsAnErrorOfItsBody) {
  sequence answers{{stream_of({event_frame("PayloadChunk", "half", "application/octet-stream"),
                               event_frame("InvokeComplete", R"({"ErrorCode":"Unhandled","ErrorDetails":"oops"})")})}};
  scripted_server server{answers.script()};
  run(context, [](client of) -> asio::awaitable<int> {
    auto stream = co_await of.open("invoke_with_response_stream", R"({"FunctionName":"f"})"_json);
    auto body = std::move(stream).payload_stream();
    EXPECT_EQ(co_await body.read(), "half");
    const auto failed = co_await body.try_read();
    EXPECT_EQ(failed.error().code(), "Unhandled");
    EXPECT_EQ(failed.error().message(), "oops");
    co_return 0;
  }(make(server, "lambda")));
}

// --- the wrong door ---

TEST_F(event_streams, CallingIsRefusedAndNamesOpen) {
  sequence answers{{answer(200, "{}")}};
  scripted_server server{answers.script()};
  const auto logs = make(server, "logs");
  const auto called = run(context, logs.try_call("start_live_tail", groups()));
  EXPECT_EQ(called.error().code(), "EventStreamOperation");
  EXPECT_NE(called.error().message().find("open"), std::string::npos);
  EXPECT_EQ(run(context, logs.try_open("describe_log_groups")).error().code(), "NoEventStream");
  auto secure = options_for(server);
  secure.http2 = http2_policy::never;
  secure.endpoint_url = "https://127.0.0.1:1";
  const auto kinesis = session{context.get_executor(), secure}.client("kinesis");
  const auto refused =
      run(context, kinesis.try_open("subscribe_to_shard",
                                    R"({"ConsumerARN":"arn:aws:kinesis:eu-west-1:123456789012:stream/s/consumer/c:1",
                                                         "ShardId":"s","StartingPosition":{"Type":"LATEST"}})"_json));
  EXPECT_EQ(refused.error().code(), "Http2Needed");
  EXPECT_TRUE(answers.requests().empty());
}

}  // namespace
}  // namespace aloft::testing
