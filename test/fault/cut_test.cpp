// Connections that end after N bytes, at each N, by a close, a reset or silence.

#include "http/fixture.hpp"
#include "support/test_authority.hpp"

#include <gmock/gmock.h>
#include <openssl/ssl.h>

#include <atomic>

namespace aloft::http {
namespace {

using namespace std::chrono_literals;
using ::testing::AnyOf;
using testing::peer;
using testing::scripted_server;
using testing::test_authority;
namespace asio = boost::asio;

enum class ending { close, reset };

struct sweep {
  std::string answer;
  std::size_t head;          ///< bytes up to the end of the head
  bool until_close = false;  ///< the body ends with the connection
};

const sweep with_length{"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world", 39};
const sweep chunked{
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\nA: b\r\n\r\n", 47};
const sweep to_the_end{"HTTP/1.1 200 OK\r\nDate: now\r\n\r\nhello world", 30, true};

/// Cuts every answer at every byte; TLS when a server context is given.
void run_sweep(const sweep& script, ending how, SSL_CTX* tls, const transport_options& options) {
  scripted_server server{[&](peer& client) {
    if (tls != nullptr && !client.start_tls(tls)) return;
    client.read_request();
    client.write(std::string_view{script.answer}.substr(0, static_cast<std::size_t>(client.index())));
    if (how == ending::close) return client.close();
    client.pause(3ms);  // what was written before a reset must arrive to count
    client.reset();
  }};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), options);
  for (std::size_t n = 0; n <= script.answer.size(); ++n) {
    const auto got = run(context, exchange(*over, local(server.port(), tls != nullptr ? "https" : "http"), post()));
    const bool complete = n == script.answer.size() && !(script.until_close && how == ending::reset);
    const bool proper_end = script.until_close && n >= script.head && how == ending::close;
    const char* expected = "TruncatedResponse";
    if (complete || proper_end) expected = "ok";
    if (n == 0) expected = how == ending::close ? "ConnectionClosed" : "ConnectionReset";
    EXPECT_EQ(got.code(), expected) << "after " << n << " bytes of " << script.answer;
    EXPECT_EQ(got.answer_started, n > 0) << n;
    EXPECT_FALSE(got.reused);
    if (got.failure) {
      EXPECT_TRUE(got.failure->retryable());
      EXPECT_EQ(over->counters().connections_open, 0U) << n;
    }
    // A whole answer leaves its connection in the pool, where the next look at it finds it closed.
  }
}

TEST(cuts, plain_closed_at_each_byte) {
  for (const auto* script : {&with_length, &chunked, &to_the_end}) run_sweep(*script, ending::close, nullptr, {});
}

TEST(cuts, plain_reset_at_each_byte) {
  for (const auto* script : {&with_length, &chunked, &to_the_end}) run_sweep(*script, ending::reset, nullptr, {});
}

TEST(cuts, tls_closed_at_each_byte) {
  const test_authority authority;
  const auto tls = authority.server();
  transport_options options;
  options.ca_file = authority.ca_file();
  for (const auto* script : {&with_length, &chunked, &to_the_end})
    run_sweep(*script, ending::close, tls.get(), options);
}

TEST(cuts, a_request_that_is_not_read_to_its_end) {
  for (const std::size_t n : {0U, 1U, 50U, 100'000U}) {
    scripted_server server{[&](peer& client) {
      std::size_t seen = 0;
      while (seen < n) seen += client.read_some(n - seen).size();
    }};
    asio::io_context context;
    const auto over = transport::make(context.get_executor(), {});
    const auto got = run(context, exchange(*over, local(server.port()), post(std::string(30'000'000, 'x'))));
    EXPECT_TRUE(got.code() == "ConnectionReset" || got.code() == "ConnectionClosed") << got.code() << " after " << n;
    EXPECT_FALSE(got.answer_started);
  }
}

TEST(cuts, a_handshake_that_ends_at_each_byte) {
  // The server takes what the client sends and answers with the first N bytes of a real handshake, then closes.
  const test_authority authority;
  const auto tls = authority.server();
  transport_options options;
  options.ca_file = authority.ca_file();
  std::atomic<bool> complete{false};
  scripted_server server{[&](peer& client) {
    const std::string hello = client.read_some();
    const std::string reply = testing::server_flight(tls.get(), hello);
    const auto count = static_cast<std::size_t>(client.index()) * 7;
    complete = count >= reply.size();
    client.write(std::string_view{reply}.substr(0, count));
  }};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), options);
  for (int i = 0; !complete; ++i) {
    const auto got = run(context, exchange(*over, local(server.port(), "https"), post()));
    if (complete)
      EXPECT_THAT(got.code(), AnyOf("ConnectionReset", "ConnectionClosed", "TlsHandshakeFailed"));
    else
      EXPECT_EQ(got.code(), "TlsHandshakeFailed") << i;
  }
  EXPECT_EQ(over->counters().connections_open, 0U);
}

}  // namespace
}  // namespace aloft::http
