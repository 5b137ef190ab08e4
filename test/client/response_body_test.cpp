#include "client/body_fixture.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <latch>

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::EndsWith;
using ::testing::HasSubstr;

using response_body_of_call = body;

TEST_F(response_body_of_call, arrives_as_it_is_read) {
  sequence script{{answer(200, std::string(300'000, 'x') + "end", "ETag: \"e\"\r\nx-amz-meta-colour: red\r\n")}};
  scripted_server server{script.script()};
  response object = get(server);
  EXPECT_EQ(object["ETag"].as_text(), "\"e\"");
  EXPECT_EQ(object["ContentLength"].as_integer(), 300'003);
  EXPECT_EQ(object["Metadata"]["colour"].as_text(), "red");
  ASSERT_TRUE(object.body());
  EXPECT_EQ(object.body().size(), 300'003U);
  const auto all = run(context, object.body().try_collect());
  ASSERT_TRUE(all) << all.error().what();
  EXPECT_EQ(all->size(), 300'003U);
  EXPECT_THAT(*all, EndsWith("end"));
}

TEST_F(response_body_of_call, read_to_its_end_leaves_the_connection_for_others) {
  scripted_server server{always(answer(200, "abc"))};
  const auto with = s3(server);
  for (int i = 0; i < 3; ++i) {
    response one = run(context, with.call("get_object", in_bucket()));
    EXPECT_EQ(run(context, one.body().try_collect()).value(), "abc");
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(response_body_of_call, abandoned_closes_the_connection) {
  std::latch closed{1};
  scripted_server server{[&](peer& client) {
    if (client.read_request().empty()) return;
    client.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
    const std::string block(100'000, 'x');
    while (client.write(block)) {
    }
    closed.count_down();
  }};
  {
    response object = get(server);
    EXPECT_FALSE(run(context, object.body().try_read()).value().empty());
  }
  closed.wait();  // for ever where it stays open
}

TEST_F(response_body_of_call, cut_short_is_an_error) {
  scripted_server server{[](peer& client) {
    if (client.read_request().empty()) return;
    client.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    client.close();
  }};
  response object = get(server);
  const auto all = run(context, object.body().try_collect());
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().code(), "TruncatedResponse");
  EXPECT_EQ(object.body().failure()->code(), "TruncatedResponse");
}

TEST_F(response_body_of_call, collects_no_more_than_the_limit) {
  scripted_server server{always(answer(200, "0123456789"))};
  response object = get(server);
  EXPECT_EQ(run(context, object.body().try_collect(9)).error().code(), "BodyTooLarge");
  object = get(server);
  EXPECT_EQ(run(context, object.body().try_collect(10)).value(), "0123456789");
}

TEST_F(response_body_of_call, is_a_stream_of_asio) {
  scripted_server server{always(answer(200, "0123456789"))};
  response object = get(server);
  const auto read = [&]() -> asio::awaitable<std::string> {
    std::string into(4, '\0');
    co_await asio::async_read(object.body(), asio::buffer(into), asio::use_awaitable);
    std::string rest(20, '\0');
    auto [failure, count] =
        co_await asio::async_read(object.body(), asio::buffer(rest), asio::as_tuple(asio::use_awaitable));
    EXPECT_EQ(failure, asio::error::eof);
    rest.resize(count);
    co_return into + '|' + rest;
  };
  EXPECT_EQ(run(context, read()), "0123|456789");
}

TEST_F(response_body_of_call, saves_whole_files_or_none) {
  scripted_server server{[](peer& client) {
    for (int i = 0; !client.read_request().empty(); ++i) {
      if (client.index() == 0) {
        client.write(answer(200, "content"));
      } else {
        client.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        return client.close();
      }
      if (i == 0) return client.close();
    }
  }};
  const auto path = (folder / "saved").string();
  response object = get(server);
  EXPECT_EQ(run(context, object.body().try_save(path)).value(), 7U);
  EXPECT_EQ(content(path), "content");
  response cut = get(server);
  EXPECT_FALSE(run(context, cut.body().try_save(path)));
  EXPECT_EQ(content(path), "content");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder}, {}), 1) << "no half file is left";
  response none = get(server);
  EXPECT_EQ(run(context, none.body().try_save((folder / "no" / "where").string())).error().code(), "OutputFile");
}

TEST_F(response_body_of_call, reading_follows_the_slot) {
  scripted_server server{[](peer& client) {
    if (client.read_request().empty()) return;
    client.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    client.stall();
  }};
  response object = get(server);
  asio::cancellation_signal stop;
  std::optional<result<std::string>> seen;
  asio::co_spawn(context, object.body().try_collect(),
                 asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr, result<std::string> outcome) {
                   seen.emplace(std::move(outcome));
                 }));
  asio::steady_timer timer{context, 30ms};
  timer.async_wait([&](auto) { stop.emit(asio::cancellation_type::terminal); });
  context.restart();
  context.run();
  ASSERT_TRUE(seen);
  ASSERT_FALSE(*seen);
  EXPECT_EQ(seen->error().kind(), error_kind::cancelled);
}

TEST_F(response_body_of_call, silence_is_a_timeout_and_slowness_is_none) {
  scripted_server server{[](peer& client) {
    if (client.read_request().empty()) return;
    client.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
    client.drip("01234", 30ms);
    client.stall();
  }};
  auto options = options_for(server);
  options.idle_timeout = 200ms;
  call_options limits;
  limits.operation_timeout = 100ms;
  response object =
      run(context, session{context.get_executor(), options}.client("s3").call("get_object", in_bucket(), limits));
  const auto all = run(context, object.body().try_collect());
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().code(), "IdleTimeout");
}

TEST_F(response_body_of_call, outlives_its_context) {
  std::latch closed{1};
  scripted_server server{[&](peer& client) {
    client.read_request();
    client.write("HTTP/1.1 200 OK\r\nContent-Length: 500000\r\nETag: \"e\"\r\n\r\nthe beginning");
    client.stall();
    closed.count_down();
  }};
  response kept;
  {
    asio::io_context gone;
    kept = run(gone, session{gone.get_executor(), options_for(server)}.client("s3").call("get_object", in_bucket()));
    EXPECT_EQ(run(gone, kept.body().try_read()).value(), "the beginning");
  }
  closed.wait();  // its connection does not outlive the context
  EXPECT_TRUE(kept.body());
  EXPECT_EQ(kept.body().size(), 500'000U);
  EXPECT_EQ(kept["ETag"].as_text(), "\"e\"");
  response_body body = std::move(kept).body();
  kept = response{};  // the body may be the last of it all
}

TEST_F(response_body_of_call, is_verified_by_the_checksum_of_the_answer) {
  auto input = in_bucket();
  input.as_object()["ChecksumMode"] = "ENABLED";
  const auto ask = [&](const std::string& fields) {
    sequence script{{answer(200, "abc", fields)}};
    scripted_server server{script.script()};
    response object = run(context, s3(server).call("get_object", input));
    EXPECT_THAT(script.requests().at(0), HasSubstr("x-amz-checksum-mode: ENABLED\r\n"));
    return run(context, object.body().try_collect());
  };
  EXPECT_EQ(ask("x-amz-checksum-crc32: NSRBwg==\r\n").value(), "abc");
  EXPECT_EQ(ask("x-amz-checksum-crc32: AAAAAA==\r\n").error().code(), "ChecksumMismatch");
  EXPECT_EQ(ask("x-amz-checksum-crc32: AAAAAA==-3\r\n").value(), "abc") << "made of the checksums of parts";
  EXPECT_EQ(ask("x-amz-checksum-sha512: AAAAAA==\r\n").value(), "abc") << "not one of ours";
}

}  // namespace
}  // namespace aloft
