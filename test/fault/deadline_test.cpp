// Servers that are slow in every place: each deadline ends what it is for, and says which it was.

#include "aloft/resolver.hpp"
#include "http/fixture.hpp"
#include "support/test_authority.hpp"
#include "support/turned_clock.hpp"

#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

namespace aloft::http {
namespace {

using namespace std::chrono_literals;
using testing::answer_ok;
using testing::peer;
using testing::scripted_server;
using testing::test_authority;
namespace asio = boost::asio;

struct timed {
  std::string code;
  std::chrono::milliseconds took;
};

timed measure(transport_options options, const origin& to, deadlines limits = {}, http_request request = post()) {
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), options);
  const auto began = std::chrono::steady_clock::now();
  const auto got = run(context, exchange(*over, to, std::move(request), limits));
  EXPECT_EQ(over->counters().connections_open, got.failure ? 0U : 1U);
  return {got.code(), std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began)};
}

transport_options idle_of(std::chrono::milliseconds idle) {
  transport_options options;
  options.idle_timeout = idle;
  return options;
}

/// A port whose connections are never accepted and whose queue is full: the next SYN gets no answer.
class full_listener {
 public:
  full_listener() : descriptor_{::socket(AF_INET, SOCK_STREAM, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(descriptor_, reinterpret_cast<sockaddr*>(&address), size);
    ::listen(descriptor_, 0);
    ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
    for (int& filler : fillers_) {
      filler = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
      ::connect(filler, reinterpret_cast<sockaddr*>(&address), size);
    }
  }
  ~full_listener() {
    for (const int filler : fillers_) ::close(filler);
    ::close(descriptor_);
  }
  std::uint16_t port;

 private:
  int descriptor_;
  int fillers_[4];
};

TEST(slowness, connecting) {
  full_listener full;
  transport_options options;
  options.connect_timeout = 150ms;
  const auto got = measure(options, local(full.port));
  EXPECT_EQ(got.code, "ConnectTimeout");
  EXPECT_GE(got.took, 150ms);
  EXPECT_LT(got.took, 5s) << "that is the default";
  deadlines limits;
  limits.attempt = std::chrono::steady_clock::now() + 80ms;
  EXPECT_EQ(measure({}, local(full.port), limits).code, "AttemptTimeout");
}

TEST(slowness, silence_after_the_request) {
  scripted_server server{[](peer& client) { client.stall(); }};
  const auto got = measure(idle_of(100ms), local(server.port()));
  EXPECT_EQ(got.code, "IdleTimeout");
  EXPECT_LT(got.took, 60s) << "that is the default";
}

TEST(slowness, silence_in_the_middle_of_head_and_body) {
  const std::string text = answer_ok("hello");
  for (const std::size_t n : {3U, 20U, 40U}) {
    scripted_server server{[&](peer& client) {
      client.read_request();
      client.write(text.substr(0, n));
      client.stall();
    }};
    EXPECT_EQ(measure(idle_of(80ms), local(server.port())).code, "IdleTimeout") << n;
  }
}

TEST(slowness, a_drip_is_no_silence_but_the_attempt_ends_it) {
  scripted_server server{[](peer& client) {
    client.read_request();
    client.drip(answer_ok("hello"), 10ms);
    client.stall();
  }};
  EXPECT_EQ(measure(idle_of(150ms), local(server.port())).code, "ok");
  deadlines limits;
  limits.attempt = std::chrono::steady_clock::now() + 150ms;
  EXPECT_EQ(measure(idle_of(150ms), local(server.port()), limits).code, "AttemptTimeout");
}

TEST(slowness, a_server_that_takes_no_body) {
  scripted_server server{[](peer& client) {
    client.read_head();
    client.pause(2s);
  }};
  EXPECT_EQ(measure(idle_of(100ms), local(server.port()), {}, post(std::string(30'000'000, 'x'))).code, "IdleTimeout");
}

TEST(slowness, tls_silence_in_each_phase) {
  const test_authority authority;
  const auto tls = authority.server();
  transport_options options = idle_of(100ms);
  options.ca_file = authority.ca_file();
  options.tls_timeout = 120ms;
  scripted_server mute{[](peer& client) { client.stall(); }};
  EXPECT_EQ(measure(options, local(mute.port(), "https")).code, "TlsTimeout");
  scripted_server silent{[&](peer& client) {
    client.start_tls(tls.get());
    client.stall();
  }};
  EXPECT_EQ(measure(options, local(silent.port(), "https")).code, "IdleTimeout");
}

TEST(slowness, the_reader_may_take_its_time) {
  scripted_server server{[](peer& client) {
    client.read_request();
    client.write(answer_ok(std::string(10'000, 'x')));
    client.stall();
  }};
  asio::io_context context;
  testing::turned_clock clock;
  transport_options options = idle_of(60ms);
  options.time = &clock;
  const auto over = transport::make(context.get_executor(), options);
  const auto size = run(context, [&]() -> asio::awaitable<std::size_t> {
    const origin to = local(server.port());
    const deadlines none;
    auto leased = co_await over->acquire(to, none);
    const http_request request = post();
    auto head = co_await send(**leased, request, nullptr);
    EXPECT_TRUE(head);
    std::size_t all = 0;
    for (;;) {
      clock.turn(100ms);
      auto piece = co_await (*leased)->read();
      EXPECT_TRUE(piece);
      if (!piece || piece->empty()) break;
      all += piece->size();
    }
    co_return all;
  }());
  EXPECT_EQ(size, 10'000U);
}

}  // namespace
}  // namespace aloft::http
