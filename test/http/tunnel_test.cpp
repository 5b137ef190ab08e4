// Through proxies, over sockets.

#include "http/fixture.hpp"
#include "support/test_authority.hpp"

#include <openssl/ssl.h>

#include <mutex>

namespace aloft::http {
namespace {

using testing::answer_ok;
using testing::peer;
using testing::scripted_server;
using testing::test_authority;
namespace asio = boost::asio;

/// What a proxy was asked for, from several threads.
class notes {
 public:
  void add(std::string text) {
    const std::lock_guard lock{mutex_};
    all_ += text;
  }
  std::string all() const {
    const std::lock_guard lock{mutex_};
    return all_;
  }

 private:
  mutable std::mutex mutex_;
  std::string all_;
};

std::string url_of(const scripted_server& server, std::string user = "") {
  return "http://" + user + "127.0.0.1:" + std::to_string(server.port());
}

TEST(tunnel, plain_requests_are_relayed) {
  notes seen;
  scripted_server relay{[&](peer& client) {
    for (std::string request; !(request = client.read_request()).empty();) {
      seen.add(request);
      client.write(answer_ok("relayed"));
    }
  }};
  transport_options options;
  options.http_proxy = url_of(relay, "user:pass@");
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), options);
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(run(context, exchange(*over, {"http", "example.test", 80}, post(""))).body, "relayed");
  const std::string one =
      "POST http://example.test/ HTTP/1.1\r\nAccept-Encoding: identity\r\nHost: example.test\r\nProxy-Authorization: "
      "Basic "
      "dXNlcjpwYXNz\r\nContent-Length: "
      "0\r\n\r\n";
  EXPECT_EQ(seen.all(), one + one);
  EXPECT_EQ(relay.connections(), 1);
  EXPECT_EQ(over->counters().lookups, 0U) << "the proxy resolves names";
}

TEST(tunnel, secure_requests_go_through_a_tunnel) {
  const test_authority authority;
  test_authority::certificate about;
  about.names = "DNS:example.test";
  const auto tls = authority.server(about);
  notes seen;
  // Consents, and then is the server itself.
  scripted_server relay{[&](peer& client) {
    seen.add(client.read_head());
    client.write("HTTP/1.1 200 Connection established\r\n\r\n");
    if (!client.start_tls(tls.get())) return;
    for (std::string request; !(request = client.read_request()).empty();) {
      seen.add(request);
      client.write(answer_ok("hello"));
    }
  }};
  transport_options options;
  options.https_proxy = url_of(relay, "user:pass@");
  options.ca_file = authority.ca_file();
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), options);
  for (int i = 0; i < 2; ++i) {
    const auto got = run(context, exchange(*over, {"https", "example.test", 443}, post("")));
    EXPECT_EQ(got.code(), "ok");
    EXPECT_EQ(got.body, "hello");
    EXPECT_EQ(got.reused, i > 0);
  }
  const std::string inside =
      "POST / HTTP/1.1\r\nAccept-Encoding: identity\r\nHost: example.test\r\nContent-Length: 0\r\n\r\n";
  EXPECT_EQ(
      seen.all(),
      "CONNECT example.test:443 HTTP/1.1\r\nHost: example.test:443\r\nProxy-Authorization: Basic dXNlcjpwYXNz\r\n\r\n" +
          inside + inside);
}

TEST(tunnel, a_secure_proxy_is_spoken_to_in_tls) {
  const test_authority authority;
  const auto tls = authority.server();
  scripted_server relay{[&](peer& client) {
    if (!client.start_tls(tls.get())) return;
    while (!client.read_request().empty()) client.write(answer_ok("relayed"));
  }};
  transport_options options;
  options.http_proxy = "https://127.0.0.1:" + std::to_string(relay.port());
  options.ca_file = authority.ca_file();
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), options);
  EXPECT_EQ(run(context, exchange(*over, {"http", "example.test", 80}, post())).body, "relayed");
}

TEST(tunnel, says_when_the_proxy_refuses) {
  scripted_server relay{[](peer& client) {
    client.read_head();
    client.write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
  }};
  transport_options options;
  options.https_proxy = url_of(relay);
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), options);
  const auto got = run(context, exchange(*over, {"https", "example.test", 443}, post()));
  EXPECT_EQ(got.code(), "ProxyRefused");
  EXPECT_NE(got.failure->message().find("HTTP 407; it wants a user name"), std::string::npos) << got.failure->message();
  EXPECT_EQ(over->counters().connections_open, 0U);
}

TEST(tunnel, says_whose_proxy_cannot_be_reached) {
  transport_options options;
  options.https_proxy = "http://127.0.0.1:1";
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), options);
  const auto got = run(context, exchange(*over, {"https", "example.test", 443}, post()));
  EXPECT_EQ(got.code(), "ConnectionRefused");
  EXPECT_NE(got.failure->message().find("http://127.0.0.1:1 is the proxy for https://example.test:443"),
            std::string::npos)
      << got.failure->message();
}

TEST(tunnel, a_proxy_that_closes_or_babbles_is_no_way) {
  for (const char* reply : {"", "SOCKS?", "HTTP/1.1 200 OK\r\n\r\nbabble"}) {
    scripted_server relay{[&](peer& client) {
      client.read_head();
      client.write(reply);
    }};
    transport_options options;
    options.https_proxy = url_of(relay);
    asio::io_context context;
    const auto over = transport::make(context.get_executor(), options);
    const auto got = run(context, exchange(*over, {"https", "example.test", 443}, post()));
    EXPECT_EQ(got.code(), *reply == '\0' ? "ConnectionClosed" : "MalformedResponse") << reply;
  }
}

}  // namespace
}  // namespace aloft::http
