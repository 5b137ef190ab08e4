// Answers that are wrong, odd or hostile: the right result or an error of its own, and a connection that is used again
// only when that is safe.

#include "http/fixture.hpp"

#include <gmock/gmock.h>

namespace aloft::http {
namespace {

using namespace std::chrono_literals;
using testing::answer_ok;
using ::testing::HasSubstr;
using testing::peer;
using testing::scripted_server;
namespace asio = boost::asio;

struct probe {
  outcome first;
  bool reusable;
};

/// Sends one request to a server that answers with `text`, in pieces of `at_once`, and then listens on; finds out
/// whether the connection went back to the pool.
probe answered_with(const std::string& text, http_request request = post(), std::size_t at_once = 100000) {
  scripted_server server{[&](peer& client) {
    client.read_request();
    client.drip(text, 0ms, at_once);
    client.stall();
  }};
  asio::io_context context;
  transport_options options;
  options.idle_timeout = 200ms;
  const auto over = transport::make(context.get_executor(), options);
  probe got{run(context, exchange(*over, local(server.port()), std::move(request))), false};
  got.reusable = over->counters().connections_open == 1;
  return got;
}

TEST(answers, without_a_body) {
  auto got = answered_with("HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_EQ(got.first.code(), "ok");
  EXPECT_EQ(got.first.head.status, 204);
  EXPECT_TRUE(got.reusable);
  http_request head = post("");
  head.method = "HEAD";
  got = answered_with("HTTP/1.1 404 Not Found\r\nContent-Length: 300\r\n\r\n", head);
  EXPECT_EQ(got.first.code(), "ok");
  EXPECT_EQ(got.first.body, "");
  EXPECT_TRUE(got.reusable);
  EXPECT_TRUE(answered_with("HTTP/1.1 304 Not Modified\r\nContent-Length: 300\r\n\r\n").reusable);
}

TEST(answers, error_statuses_keep_the_connection) {
  for (const char* status : {"400 Bad Request", "403 Forbidden", "500 Internal Server Error", "503 Slow Down"}) {
    const auto got = answered_with(std::string{"HTTP/1.1 "} + status + "\r\nContent-Length: 4\r\n\r\noops");
    EXPECT_EQ(got.first.body, "oops");
    EXPECT_TRUE(got.reusable) << status;
  }
}

TEST(answers, chunked_in_pieces_with_trailers) {
  const std::string text =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a=\"b\"\r\n world\r\n0\r\nX-Sum: "
      "1\r\nX-More: 2\r\n\r\n";
  for (std::size_t at_once = 1; at_once < text.size(); ++at_once) {
    const auto got = answered_with(text, post(), at_once);
    EXPECT_EQ(got.first.code(), "ok") << "in pieces of " << at_once;
    EXPECT_EQ(got.first.body, "hello world");
    EXPECT_TRUE(got.reusable);
  }
}

TEST(answers, interim_ones_are_passed_over) {
  const auto got = answered_with(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" +
      answer_ok("hello"));
  EXPECT_EQ(got.first.code(), "ok");
  EXPECT_EQ(got.first.head.status, 200);
  EXPECT_EQ(got.first.body, "hello");
  EXPECT_TRUE(got.reusable);
  std::string endless;
  for (int i = 0; i < 1000; ++i) endless += "HTTP/1.1 100 Continue\r\n\r\n";
  EXPECT_EQ(answered_with(endless).first.code(), "MalformedResponse");
}

TEST(answers, status_lines_without_a_phrase_are_read_final_and_interim) {
  const auto got = answered_with("HTTP/1.1 100\r\n\r\nHTTP/1.1 404\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(got.first.code(), "ok");
  EXPECT_EQ(got.first.head.status, 404);
  EXPECT_EQ(got.first.body, "hello");
  EXPECT_TRUE(got.reusable);
}

TEST(answers, bytes_after_the_end_spoil_the_connection) {
  for (const std::string& more : {std::string{"x"}, answer_ok("stolen"), std::string{"\r\n"}}) {
    const auto got = answered_with(answer_ok("hello") + more);
    EXPECT_EQ(got.first.code(), "ok");
    EXPECT_EQ(got.first.body, "hello");
    EXPECT_FALSE(got.reusable);
  }
}

TEST(answers, close_is_honoured) {
  for (const char* field : {"Connection: close\r\n", "Connection: Close, x\r\n"}) {
    const auto got = answered_with(answer_ok("hello", field));
    EXPECT_EQ(got.first.body, "hello");
    EXPECT_FALSE(got.reusable);
  }
  const auto old = answered_with("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(old.first.body, "hello");
  EXPECT_FALSE(old.reusable);
}

TEST(answers, garbage_is_malformed) {
  for (const std::string& text :
       {std::string{"\x16\x03\x01 this is TLS"}, std::string{"SSH-2.0-OpenSSH_9.2\r\n"}, std::string(10000, 'x'),
        std::string{"<html>hello</html>\r\n\r\n"}, std::string{"HTTP/1.1 abc OK\r\n\r\n"},
        std::string{"HTTP/3 200 OK\r\n\r\n"}, std::string{"HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello"},
        std::string{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"},
        std::string{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello"},
        std::string{"HTTP/1.1 200 OK\r\nBad Field\r\n\r\nhello"},
        std::string{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n"},
        std::string{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nhello"},
        std::string{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloworld"}}) {
    for (const std::size_t at_once : {1U, 100000U}) {
      const auto got = answered_with(text, post(), text.size() < 1000 ? at_once : text.size());
      EXPECT_EQ(got.first.code(), "MalformedResponse") << text.substr(0, 60) << " in pieces of " << at_once;
      EXPECT_EQ(got.first.failure->kind(), error_kind::protocol);
      EXPECT_FALSE(got.reusable);
    }
  }
}

TEST(answers, a_head_without_end_is_limited) {
  const auto line = answered_with("HTTP/1.1 200 OK\r\nX: " + std::string(200'000, 'x'));
  EXPECT_EQ(line.first.code(), "HeaderTooLarge");
  EXPECT_THAT(line.first.failure->message(), HasSubstr("32768 bytes"));
  std::string fields = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 20'000; ++i) fields += "Name: value\r\n";
  EXPECT_EQ(answered_with(fields).first.code(), "HeaderTooLarge");
  EXPECT_EQ(answered_with("HTTP/1.1 200 " + std::string(200'000, 'x')).first.code(), "HeaderTooLarge");
}

TEST(answers, chunk_headers_and_trailers_without_end_are_limited) {
  const std::string opening = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(answered_with(opening + "5;" + std::string(200'000, 'x')).first.code(), "MalformedResponse");
  EXPECT_EQ(answered_with(opening + "0\r\nX: " + std::string(200'000, 'x')).first.code(), "MalformedResponse");
}

TEST(answers, large_bodies_arrive_whole) {
  const std::string large(5'000'000, 'y');
  EXPECT_EQ(answered_with(answer_ok(large)).first.body, large);
  std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 100; ++i) chunked += "c350\r\n" + std::string(50'000, 'y') + "\r\n";
  EXPECT_EQ(answered_with(chunked + "0\r\n\r\n").first.body, large);
}

TEST(answers, an_early_refusal_is_read_although_the_body_cannot_be_sent) {
  for (const bool with_reset : {false, true}) {
    scripted_server server{[&](peer& client) {
      client.read_head();
      client.write("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbig!");
      client.pause(20ms);
      if (with_reset) client.reset();
    }};
    asio::io_context context;
    const auto over = transport::make(context.get_executor(), {});
    const auto got = run(context, exchange(*over, local(server.port()), post(std::string(20'000'000, 'x'))));
    EXPECT_EQ(got.code(), "ok") << with_reset;
    EXPECT_EQ(got.head.status, 413);
    EXPECT_EQ(got.body, "big!");
    EXPECT_EQ(over->counters().connections_open, 0U);
  }
}

TEST(answers, a_body_that_is_not_read_closes_its_connection) {
  scripted_server server{[](peer& client) {
    while (!client.read_request().empty()) client.write(answer_ok(std::string(100'000, 'x')));
  }};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), {});
  const auto status = run(context, [&]() -> asio::awaitable<int> {
    const origin to = local(server.port());
    const deadlines none;
    auto leased = co_await over->acquire(to, none);
    const http_request request = post();
    auto head = co_await send(**leased, request, nullptr);
    leased->release();
    co_return head->status;
  }());
  EXPECT_EQ(status, 200);
  EXPECT_EQ(over->counters().connections_open, 0U);
}

}  // namespace
}  // namespace aloft::http
