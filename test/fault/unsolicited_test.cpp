// Bytes that nobody asked for, before a request, beside its answer and between two: they are never an answer, and their
// connection carries nothing more. What was sent when a connection ends without an answer is told.

#include "http/fixture.hpp"
#include "support/test_authority.hpp"

#include <gmock/gmock.h>
#include <openssl/ssl.h>

#include <latch>

namespace aloft::http {
namespace {

using testing::answer_ok;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::peer;
using testing::scripted_server;
using testing::test_authority;
namespace asio = boost::asio;

/// Two calls one right after the other; between them, on the idle connection, comes an answer that was not asked for.
void cross(SSL_CTX* tls, const transport_options& options) {
  std::latch idle{1}, poisoned{1};
  scripted_server server{[&](peer& client) {
    if (tls != nullptr && !client.start_tls(tls)) return;
    client.read_request();
    client.write(answer_ok("hello"));
    if (client.index() == 0) {
      idle.wait();
      client.write(answer_ok("poison"));
      poisoned.count_down();
    }
    client.stall();
  }};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), options);
  const origin to = local(server.port(), tls != nullptr ? "https" : "http");
  EXPECT_EQ(run(context, exchange(*over, to, post())).body, "hello");
  EXPECT_EQ(over->counters().connections_open, 1U);
  idle.count_down();
  poisoned.wait();
  const auto second = run(context, exchange(*over, to, post()));
  EXPECT_EQ(second.code(), "ok");
  EXPECT_EQ(second.body, "hello");
  EXPECT_FALSE(second.reused);
  EXPECT_EQ(server.connections(), 2);
  EXPECT_EQ(over->counters().unsolicited, 1U);
  EXPECT_EQ(over->counters().connections_reused, 0U);
  EXPECT_EQ(over->counters().connections_open, 1U);
}

TEST(unsolicited, bytes_on_an_idle_connection_answer_nothing_however_young_it_is) { cross(nullptr, {}); }

TEST(unsolicited, bytes_on_an_idle_tls_connection_answer_nothing) {
  const test_authority authority;
  const auto tls = authority.server();
  transport_options options;
  options.ca_file = authority.ca_file();
  cross(tls.get(), options);
}

TEST(unsolicited, bytes_on_a_connection_handed_to_the_next_in_line_answer_nothing) {
  // Two callers, one connection: whoever stands in line gets it while it already holds an answer too many.
  std::latch poisoned{1};
  scripted_server server{[&](peer& client) {
    while (!client.read_request().empty()) {
      client.write(answer_ok("hello"));
      if (client.index() > 0) continue;
      client.write(answer_ok("poison"));
      poisoned.count_down();
    }
  }};
  asio::io_context context;
  transport_options options;
  options.max_connections_per_origin = 1;
  const auto over = transport::make(context.get_executor(), options);
  const origin to = local(server.port());
  const auto first = run(context, [&]() -> asio::awaitable<std::string> {
    const deadlines none;
    auto leased = co_await over->acquire(to, none);
    std::string second;
    asio::co_spawn(context, exchange(*over, to, post()), [&](std::exception_ptr, outcome got) { second = got.body; });
    co_await asio::post(context, asio::use_awaitable);  // the other one stands in line now
    const http_request request = post();
    auto head = co_await send(**leased, request, nullptr);
    poisoned.wait();
    while (!(co_await (*leased)->read())->empty()) continue;
    leased->release();
    while (second.empty()) co_await asio::post(context, asio::use_awaitable);
    co_return second;
  }());
  EXPECT_EQ(first, "hello");
  EXPECT_EQ(over->counters().waits, 1U);
  EXPECT_EQ(over->counters().unsolicited, 1U);
}

TEST(unsolicited, bytes_behind_an_answer_are_seen_at_its_end) {
  // The answer fills the read buffer to its last byte: only a further look shows that there is more.
  std::string exact = answer_ok(std::string(4096 - answer_ok(std::string(4000, 'x')).size() + 4000, 'x'));
  ASSERT_EQ(exact.size(), 4096U);
  scripted_server server{[&](peer& client) {
    client.read_request();
    client.write(exact + answer_ok("poison"));
    client.stall();
  }};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), {});
  EXPECT_EQ(run(context, exchange(*over, local(server.port()), post())).code(), "ok");
  EXPECT_EQ(over->counters().connections_open, 0U);
  EXPECT_EQ(over->counters().unsolicited, 1U);
}

TEST(unsolicited, an_answer_that_came_before_its_request_is_none) {
  const test_authority authority;
  const auto tls = authority.server();
  transport_options options;
  options.ca_file = authority.ca_file();
  for (const bool secure : {false, true}) {
    std::latch greeted{1};
    scripted_server server{[&](peer& client) {
      if (secure && !client.start_tls(tls.get())) return;
      client.write(answer_ok("hello"));
      greeted.count_down();
      client.stall();
    }};
    asio::io_context context;
    const auto over = transport::make(context.get_executor(), options);
    const auto failure = run(context, [&]() -> asio::awaitable<std::optional<error>> {
      const origin to = local(server.port(), secure ? "https" : "http");
      const deadlines none;
      auto leased = co_await over->acquire(to, none);
      greeted.wait();
      const http_request request = post();
      auto head = co_await send(**leased, request, nullptr);
      co_return head ? std::optional<error>{} : head.error();
    }());
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->code(), "UnsolicitedBytes");
    EXPECT_EQ(failure->info().request, request_progress::not_sent);
    EXPECT_EQ(over->counters().connections_open, 0U);
    EXPECT_EQ(over->counters().unsolicited, 1U);
  }
}

TEST(unanswered, a_request_sent_whole_on_a_kept_connection_may_have_been_carried_out) {
  const test_authority authority;
  const auto tls = authority.server();
  transport_options options;
  options.ca_file = authority.ca_file();
  for (const bool secure : {false, true})
    for (const bool with_reset : {false, true}) {
      std::atomic<int> carried_out{0};
      scripted_server server{[&](peer& client) {
        if (secure && !client.start_tls(tls.get())) return;
        client.read_request();
        ++carried_out;
        client.write(answer_ok("hello"));
        client.read_request();
        ++carried_out;
        if (with_reset) client.reset();
      }};
      asio::io_context context;
      const auto over = transport::make(context.get_executor(), options);
      const origin to = local(server.port(), secure ? "https" : "http");
      EXPECT_EQ(run(context, exchange(*over, to, post())).code(), "ok");
      const auto second = run(context, exchange(*over, to, post()));
      EXPECT_TRUE(second.reused);
      ASSERT_TRUE(second.failure);
      EXPECT_EQ(second.code(), with_reset ? "ConnectionReset" : "ConnectionClosed");
      EXPECT_EQ(second.failure->info().request, request_progress::sent);
      EXPECT_THAT(second.failure->message(), HasSubstr("may have been carried out"));
      EXPECT_EQ(carried_out, 2);
    }
}

TEST(unanswered, a_request_sent_in_part_says_so) {
  scripted_server server{[](peer& client) {
    client.read_some(1);
    client.reset();
  }};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), {});
  const auto got = run(context, exchange(*over, local(server.port()), post(std::string(30'000'000, 'x'))));
  ASSERT_TRUE(got.failure);
  EXPECT_EQ(got.failure->info().request, request_progress::partly_sent);
  EXPECT_THAT(got.failure->message(), Not(HasSubstr("carried out")));
}

TEST(unanswered, a_connection_that_did_not_come_about_has_sent_nothing) {
  std::uint16_t port = 0;
  {
    scripted_server gone{[](peer&) {}};
    port = gone.port();
  }
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), {});
  const auto got = run(context, exchange(*over, local(port), post()));
  ASSERT_TRUE(got.failure);
  EXPECT_EQ(got.failure->info().request, request_progress::not_sent);
}

TEST(unanswered, a_reset_after_consent_is_a_reset_without_an_answer) {
  scripted_server server{[](peer& client) {
    client.read_request();
    client.write("HTTP/1.1 100 Continue\r\n\r\n");
    client.pause(std::chrono::milliseconds{3});
    client.reset();
  }};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), {});
  EXPECT_EQ(run(context, exchange(*over, local(server.port()), post())).code(), "ConnectionReset");
}

TEST(unanswered, the_middle_of_an_answer_is_counted) {
  const auto message_of = [](std::string answer) {
    scripted_server server{[&](peer& client) {
      client.read_request();
      client.write(answer);
    }};
    asio::io_context context;
    const auto over = transport::make(context.get_executor(), {});
    return run(context, exchange(*over, local(server.port()), post())).failure->message();
  };
  EXPECT_THAT(message_of("HTTP/1.1 200 OK\r\nContent-Le"), HasSubstr("before the end of its head"));
  EXPECT_THAT(message_of("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello"), HasSubstr("after 5 of 11 bytes"));
  EXPECT_THAT(message_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
              HasSubstr("after 5 bytes of a body in chunks"));
}

}  // namespace
}  // namespace aloft::http
