// Streams that take events while they give some, through the public face. The server is the other half of the same
// library; test/referee/duplex.py has one by others.

#include "client/fixture.hpp"
#include "http/h2_server.hpp"
#include "serde/event_frame.hpp"
#include "support/event_frames.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <boost/asio/experimental/awaitable_operators.hpp>  // not self-contained in Boost 1.81: after the others

#include <gtest/gtest.h>

#include <mutex>

namespace aloft::testing {
namespace {

using namespace boost::asio::experimental::awaitable_operators;
using http::h2_served;
using http::serving;

/// What the server has seen of one stream: types of events, then "end".
struct seen_events {
  std::string text;
  std::size_t read = 0;
  bool signed_end = false;

  /// The events that are whole by now, given to `each`.
  void take(const h2_served& of, const std::function<void(std::string_view type, std::string_view payload)>& each) {
    serde::event_decoder outer;
    outer.write(std::string_view{of.body}.substr(read));
    for (;;) {
      const auto frame = outer.next();
      if (!frame || !*frame) return;
      const std::string_view payload = (*frame)->payload;
      read += 16 + (*frame)->encoded_headers.size() + payload.size();
      EXPECT_NE((*frame)->header(":chunk-signature"), nullptr);
      if (payload.empty()) {
        signed_end = true;
        continue;
      }
      serde::event_decoder inner;
      inner.write(payload);
      const auto event = inner.next();
      ASSERT_TRUE(event && *event);
      const std::string type{(*event)->text(":event-type").value_or("?")};
      text += type + ' ';
      if (each) each(type, (*event)->payload);
    }
  }
};

header_list event_fields() {
  header_list fields;
  fields.add("content-type", "application/vnd.amazon.eventstream");
  fields.add("x-amzn-requestid", "r-1");
  return fields;
}

struct two_way_streams : ::testing::Test {
  asio::io_context context;

  client polly(const scripted_server& server, int attempts = 1) {
    auto options = options_for(server);
    options.max_attempts = attempts;
    return session{context.get_executor(), options}.client("polly");
  }
  static boost::json::value voice() { return {{"Engine", "generative"}, {"OutputFormat", "mp3"}, {"VoiceId", "Amy"}}; }
  static boost::json::value text(std::string_view words) { return {{"Text", words}}; }
  static auto open(const client& of) { return of.open("start_speech_synthesis_stream", voice()); }
};

TEST_F(two_way_streams, EventsGoOutWhileOthersComeIn) {
  seen_events seen;
  scripted_server server{serving([&](h2_served& one) {
    EXPECT_EQ(one.request.fields.find("x-amz-content-sha256"), "STREAMING-AWS4-HMAC-SHA256-EVENTS");
    EXPECT_EQ(one.request.fields.find("content-type"), "application/vnd.amazon.eventstream");
    EXPECT_EQ(one.request.fields.find("x-amzn-engine"), "generative");
    one.answer(200, "", false, event_fields());
    one.on_data = [&](h2_served& more) {
      seen.take(more, [&](std::string_view, std::string_view payload) {
        more.more(event_frame("AudioEvent", payload, "application/octet-stream"), false);
      });
    };
    one.on_end = [](h2_served& whole) {
      whole.more(event_frame("StreamClosedEvent", R"({"RequestCharacters":3})"), true);
    };
  })};
  run(context, [](client of) -> asio::awaitable<int> {
    auto stream = co_await open(of);
    for (const char* word : {"one", "two"}) {
      co_await stream.send("TextEvent", text(word));
      const auto event = co_await stream.next();
      EXPECT_EQ(event->type(), "AudioEvent");
      EXPECT_EQ(event->payload(), R"({"Text":")" + std::string{word} + R"("})");
    }
    EXPECT_EQ((co_await stream.head()).request_id, "r-1");
    co_await stream.end_input();
    co_await stream.end_input();
    EXPECT_EQ((co_await stream.next())->type(), "StreamClosedEvent");
    EXPECT_FALSE(co_await stream.next());
    const auto late = co_await stream.try_send("TextEvent", text("late"));
    EXPECT_EQ(late.error().code(), "InputEnded");
    co_return 0;
  }(polly(server)));
  EXPECT_EQ(seen.text, "TextEvent TextEvent ");
  EXPECT_TRUE(seen.signed_end);
}

TEST_F(two_way_streams, OpeningDoesNotWaitForTheAnswer) {
  scripted_server server{serving([](h2_served& one) {  // says nothing before it has seen an event
    one.on_data = [](h2_served& more) {
      more.on_data = {};
      more.answer(200, event_frame("StreamClosedEvent", "{}"), true, event_fields());
    };
  })};
  run(context, [](client of) -> asio::awaitable<int> {
    auto stream = co_await open(of);
    co_await stream.send("TextEvent", text("x"));
    EXPECT_EQ((co_await stream.next())->type(), "StreamClosedEvent");
    EXPECT_FALSE(co_await stream.next());
    co_return 0;
  }(polly(server)));
}

TEST_F(two_way_streams, MistakesSendNothingAndTheStreamGoesOn) {
  seen_events seen;
  scripted_server server{serving([&](h2_served& one) {
    one.on_end = [&](h2_served& whole) {
      seen.take(whole, {});
      whole.answer(200, "", true, event_fields());
    };
  })};
  run(context, [](client of) -> asio::awaitable<int> {
    auto stream = co_await open(of);
    EXPECT_EQ((co_await stream.try_send("TextEvents", text("x"))).error().code(), "ParamValidation");
    const boost::json::value wrong{{"Txt", "x"}};
    EXPECT_EQ((co_await stream.try_send("TextEvent", wrong)).error().code(), "ParamValidation");
    EXPECT_EQ((co_await stream.try_send_bytes("TextEvent", "x")).error().code(), "NoPayload");
    co_await stream.send("TextEvent", text("x"));
    co_await stream.end_input();
    EXPECT_FALSE(co_await stream.next());
    co_return 0;
  }(polly(server)));
  EXPECT_EQ(seen.text, "TextEvent ");
}

TEST_F(two_way_streams, ARefusalIsToldToWhoeverReads) {
  scripted_server server{serving([](h2_served& one) {
    header_list fields;
    fields.add("content-type", "application/json");
    fields.add("x-amzn-errortype", "ValidationException");
    one.answer(400, R"({"message":"no such voice"})", true, fields);
  })};
  run(context, [](client of) -> asio::awaitable<int> {
    auto stream = co_await open(of);
    const auto event = co_await stream.try_next();
    EXPECT_EQ(event.error().code(), "ValidationException");
    EXPECT_EQ(event.error().info().http_status, 400);
    EXPECT_EQ((co_await stream.try_send("TextEvent", text("x"))).error().code(), "ValidationException");
    EXPECT_EQ((co_await stream.try_head()).error().code(), "ValidationException");
    EXPECT_TRUE(stream.failure());
    co_return 0;
  }(polly(server)));
}

TEST_F(two_way_streams, AnExceptionReachesASenderThatIsBlocked) {
  scripted_server server{serving(
      [](h2_served& one) {
        one.answer(200, "", false, event_fields());
        one.on_data = [](h2_served& more) {
          if (more.body.size() < 2000) return;
          more.on_data = {};
          more.more(exception_frame("ThrottlingException", R"({"message":"slow down"})"), true);
        };
      },
      {.stream_window = 1000})};
  run(context, [](client of) -> asio::awaitable<int> {
    auto stream = co_await open(of);
    std::optional<error> of_sender;
    const auto write = [](event_stream& to, std::optional<error>& failure) -> asio::awaitable<void> {
      for (int i = 0; i < 1000 && !failure; ++i) {
        const auto sent = co_await to.try_send("TextEvent", text(std::string(500, 'x')));
        if (!sent) failure = sent.error();
      }
    };
    const auto read = [](event_stream& from) -> asio::awaitable<std::string> {
      const auto event = co_await from.try_next();
      co_return event ? "none" : event.error().code();
    };
    const auto of_reader = co_await (write(stream, of_sender) && read(stream));
    EXPECT_EQ(of_reader, "ThrottlingException");
    EXPECT_TRUE(of_sender);
    EXPECT_EQ(of_sender.value_or(error{}).code(), "ThrottlingException");
    co_return 0;
  }(polly(server)));
}

TEST_F(two_way_streams, ASenderWaitsForTheServiceAndNoLongerThanItsLimit) {
  scripted_server server{serving([](h2_served& one) { one.answer(200, "", false, event_fields()); })};
  scripted_server deaf{[](peer& client) {
    client.read_some();
    client.write(std::string_view{"\0\0\6\4\0\0\0\0\0\0\4\0\0\0\0", 15});  // SETTINGS: windows of nothing
    client.stall();
  }};
  run(context, [](client of) -> asio::awaitable<int> {
    stream_options options;
    options.send_timeout = 100ms;
    auto stream = co_await of.open("start_speech_synthesis_stream", voice(), options);
    std::string code;
    for (int i = 0; i < 200 && code.empty(); ++i) {
      const auto sent = co_await stream.try_send("TextEvent", text(std::string(1000, 'x')));
      if (!sent) code = sent.error().code();
    }
    EXPECT_EQ(code, "IdleTimeout");
    co_return 0;
  }(polly(deaf)));
}

TEST_F(two_way_streams, CancelledReadsLoseNothing) {
  scripted_server server{serving([](h2_served& one) {
    one.on_end = [](h2_served& whole) {
      whole.answer(200,
                   event_frame("AudioEvent", "a", "application/octet-stream") + event_frame("StreamClosedEvent", "{}"),
                   true, event_fields());
    };
  })};
  run(context, [](client of) -> asio::awaitable<int> {
    auto stream = co_await open(of);
    for (int i = 0; i < 3; ++i) {
      asio::steady_timer soon{co_await asio::this_coro::executor, 5ms};
      const auto first = co_await (stream.try_next() || soon.async_wait(asio::use_awaitable));
      EXPECT_EQ(first.index(), 1u);
    }
    co_await stream.end_input();
    EXPECT_EQ((co_await stream.next())->payload(), "a");
    EXPECT_EQ((co_await stream.next())->type(), "StreamClosedEvent");
    EXPECT_FALSE(co_await stream.next());
    co_return 0;
  }(polly(server)));
}

TEST_F(two_way_streams, AStreamMayBeDroppedInAnyState) {
  scripted_server server{serving([](h2_served& one) { one.answer(200, "", false, event_fields()); })};
  for (const int state : {0, 1, 2, 3})
    run(context, [](client of, int state) -> asio::awaitable<int> {
      auto stream = co_await open(of);
      if (state > 0) co_await stream.send("TextEvent", text("x"));
      if (state > 1) co_await stream.head();
      if (state > 2) co_await stream.end_input();
      co_return 0;
    }(polly(server), state));
}

TEST_F(two_way_streams, AResetIsTruncation) {
  scripted_server server{serving([](h2_served& one) {
    one.answer(200, event_frame("AudioEvent", "a", "application/octet-stream"), false, event_fields());
    one.on_data = [](h2_served& more) { more.session.reset(more.id, http::h2_code::internal_error); };
  })};
  run(context, [](client of) -> asio::awaitable<int> {
    auto stream = co_await open(of);
    EXPECT_EQ((co_await stream.next())->payload(), "a");
    co_await stream.send("TextEvent", text("x"));
    const auto next = co_await stream.try_next();
    EXPECT_EQ(next.error().code(), "TruncatedResponse");
    co_return 0;
  }(polly(server)));
}

TEST_F(two_way_streams, StreamsThatOnlyGiveTakeNoEvents) {
  sequence answers{{stream_of({event_frame("sessionStart", "{}")})}};
  scripted_server server{answers.script()};
  const auto logs = session{context.get_executor(), options_for(server)}.client("logs");
  run(context, [](client of) -> asio::awaitable<int> {
    const boost::json::value groups{{"logGroupIdentifiers", {"arn:aws:logs:eu-west-1:1:log-group:g"}}};
    auto stream = co_await of.open("start_live_tail", groups);
    const boost::json::value nothing;
    EXPECT_EQ((co_await stream.try_send("x", nothing)).error().code(), "NoInputStream");
    co_await stream.end_input();
    EXPECT_EQ((co_await stream.next())->type(), "sessionStart");
    co_return 0;
  }(logs));
}

// --- plain calls and streams of one direction over HTTP/2 ---

TEST_F(two_way_streams, PlainCallsGoOverHttp2WhereAsked) {
  scripted_server server{serving(
      [](h2_served& one) { one.on_end = [](h2_served& whole) { whole.answer(200, R"({"TableNames":["a"]})"); }; })};
  auto options = options_for(server);
  options.http2 = http2_policy::required;
  const session by{context.get_executor(), options};
  const auto dynamodb = by.client("dynamodb");
  for (int i = 0; i < 3; ++i) {
    const auto answer = run(context, dynamodb.call("list_tables"));
    EXPECT_EQ(answer["TableNames"][0], "a");
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(two_way_streams, ARefusedStreamIsSentAgain) {
  std::atomic<int> asked{0};
  scripted_server server{serving([&](h2_served& one) {
    if (++asked == 1) return one.session.reset(one.id, http::h2_code::refused_stream);
    one.on_end = [](h2_served& whole) { whole.answer(200, R"({"TableNames":[]})"); };
  })};
  auto options = options_for(server);
  options.http2 = http2_policy::required;
  options.max_attempts = 2;
  const session by{context.get_executor(), options};
  EXPECT_TRUE(run(context, by.client("dynamodb").try_call("list_tables")));
  EXPECT_EQ(asked, 2);
}

TEST_F(two_way_streams, SubscribeToShardGoesOverHttp2) {
  scripted_server server{serving([](h2_served& one) {
    one.on_end = [](h2_served& whole) {
      whole.answer(200,
                   event_frame("initial-response", "{}") +
                       event_frame("SubscribeToShardEvent",
                                   R"({"Records":[],"ContinuationSequenceNumber":"7","MillisBehindLatest":0})"),
                   true, event_fields());
    };
  })};
  auto options = options_for(server);
  options.http2 = http2_policy::required;
  const session by{context.get_executor(), options};
  run(context, [](client of) -> asio::awaitable<int> {
    const auto input =
        R"({"ConsumerARN":"arn:aws:kinesis:eu-west-1:123456789012:stream/s/consumer/c:1","ShardId":"s",
            "StartingPosition":{"Type":"LATEST"}})"_json;
    auto stream = co_await of.open("subscribe_to_shard", input);
    const auto event = co_await stream.next();
    EXPECT_EQ((*event)["ContinuationSequenceNumber"], "7");
    EXPECT_FALSE(co_await stream.next());
    co_return 0;
  }(by.client("kinesis")));
}

}  // namespace
}  // namespace aloft::testing
