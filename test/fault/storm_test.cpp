// Many threads, few connections, a server that behaves badly at random, callers that cancel at random. What is wanted:
// every call ends, with an expected error if not well; nothing is left in use; ThreadSanitizer has nothing to say.

#include "http/fixture.hpp"
#include "support/test_authority.hpp"

#include <openssl/ssl.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <thread>

namespace aloft::http {
namespace {

using namespace std::chrono_literals;
using testing::answer_ok;
using testing::peer;
using testing::scripted_server;
using testing::test_authority;
namespace asio = boost::asio;

void misbehave(peer& client, SSL_CTX* tls) {
  std::minstd_rand random{static_cast<unsigned>(client.index() + 1)};
  if (tls != nullptr && !client.start_tls(tls)) return;
  for (;;) {
    if (random() % 8 == 0) client.pause(5ms);  // large bodies fill the sockets meanwhile
    if (client.read_request().empty()) return;
    const auto dice = random() % 100;
    if (dice < 3) return;
    if (dice < 5) return client.reset();
    if (dice < 7) return client.stall();
    if (dice < 15) client.pause(std::chrono::milliseconds{random() % 40});
    if (dice < 20)
      client.drip(answer_ok("hello"), 1ms, 10);
    else if (!client.write(answer_ok("hello")))
      return;
  }
}

/// One of many callers: calls one after another on a strand of its own, each perhaps cancelled on the way.
struct caller : std::enable_shared_from_this<caller> {
  caller(asio::any_io_executor executor, std::shared_ptr<transport> o, origin t, unsigned seed, int slowness)
      : strand{executor}, timer{strand}, over{std::move(o)}, to{std::move(t)}, random{seed}, slow{slowness} {}

  void next() {
    if (left-- == 0) return;
    deadlines limits;
    limits.attempt = std::chrono::steady_clock::now() + slow * 60ms;
    limits.idle = slow * 40ms;
    const auto self = shared_from_this();
    const std::size_t size = random() % 5 == 0 ? 3'000'000 : 2;
    asio::co_spawn(strand, exchange(*over, to, post(std::string(size, 'x')), limits),
                   asio::bind_cancellation_slot(signal.slot(), [self](std::exception_ptr thrown, outcome got) {
                     self->timer.cancel();
                     // Between two operations Asio itself ends a cancelled coroutine, by an exception.
                     ++self->seen[thrown ? "Cancelled" : got.code()];
                     asio::post(self->strand, [self] { self->next(); });
                   }));
    if (random() % 3 != 0) return;
    timer.expires_after(std::chrono::microseconds{random() % 20'000});
    timer.async_wait([self](const boost::system::error_code& stopped) {
      if (!stopped) self->signal.emit(asio::cancellation_type::terminal);
    });
  }

  asio::strand<asio::any_io_executor> strand;
  asio::steady_timer timer;
  asio::cancellation_signal signal;
  std::shared_ptr<transport> over;
  origin to;
  std::minstd_rand random;
  int slow;
  int left = 15;
  std::map<std::string, int> seen;
};

/// How many calls ended well. The deadlines are tight; a machine `slow` times slower gets as much more time.
int storm(SSL_CTX* tls, transport_options options, int slow) {
  scripted_server server{[tls](peer& client) { misbehave(client, tls); }};
  options.max_connections_per_origin = 24;
  options.tls_timeout = slow * 100ms;
  std::map<std::string, int> seen;
  {
    asio::thread_pool threads{4};
    const auto over = transport::make(threads.get_executor(), options);
    std::vector<std::shared_ptr<caller>> callers;
    for (unsigned i = 0; i < 64; ++i) {
      callers.push_back(std::make_shared<caller>(threads.get_executor(), over,
                                                 local(server.port(), tls != nullptr ? "https" : "http"), i + 1, slow));
      asio::post(callers.back()->strand, [c = callers.back()] { c->next(); });
    }
    threads.join();
    for (const auto& each : callers)
      for (const auto& [code, count] : each->seen) seen[code] += count;
    const auto counted = over->counters();
    EXPECT_EQ(counted.waiting, 0U);
    EXPECT_LE(counted.connections_open, 24U);
  }
  int all = 0;
  for (const auto& [code, count] : seen) {
    all += count;
    const bool expected = code == "ok" || code == "Cancelled" || code == "AttemptTimeout" || code == "IdleTimeout" ||
                          code == "ConnectionClosed" || code == "ConnectionReset" || code == "TruncatedResponse" ||
                          (tls != nullptr && (code == "TlsTimeout" || code == "TlsHandshakeFailed"));
    EXPECT_TRUE(expected) << code << ": " << count;
  }
  EXPECT_EQ(all, 64 * 15);
  EXPECT_GT(seen["Cancelled"], 0);
  return seen["ok"];
}

void weather(SSL_CTX* tls, const transport_options& options) {
  int slow = 1;
  while (storm(tls, options, slow) == 0) ASSERT_LE(slow *= 4, 64) << "no call ends well";
}

TEST(storm, plain) { weather(nullptr, {}); }

TEST(storm, tls) {
  const test_authority authority;
  const auto context = authority.server();
  transport_options options;
  options.ca_file = authority.ca_file();
  weather(context.get(), options);
}

}  // namespace
}  // namespace aloft::http
