// Idle connections give way: to their age, and to whoever needs the descriptors that they hold.

#include "aloft/resolver.hpp"
#include "http/fixture.hpp"
#include "support/turned_clock.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>

namespace aloft::http {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

/// Answers every request on every connection, for ever, with system calls alone.
[[noreturn]] void serve(int listener) noexcept {
  static std::array<pollfd, 2048> all;
  constexpr char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  all[0] = {listener, POLLIN, 0};
  nfds_t count = 1;
  for (;;) {
    ::poll(all.data(), count, -1);
    if ((all[0].revents & POLLIN) != 0 && count < all.size())
      all[count++] = {::accept(listener, nullptr, nullptr), POLLIN, 0};
    for (nfds_t i = 1; i < count; ++i) {
      if (all[i].revents == 0) continue;
      char request[4096];
      if (::recv(all[i].fd, request, sizeof request, 0) > 0) {
        static_cast<void>(::send(all[i].fd, answer, sizeof answer - 1, MSG_NOSIGNAL));
        continue;
      }
      ::close(all[i].fd);
      all[i--] = all[--count];
    }
  }
}

/// A server in a process of its own: its descriptors do not count here.
class server_process {
 public:
  server_process() {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    EXPECT_EQ(::bind(listener, reinterpret_cast<const sockaddr*>(&at), size), 0);
    EXPECT_EQ(::listen(listener, 4096), 0);
    EXPECT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&at), &size), 0);
    port_ = ntohs(at.sin_port);
    child_ = ::fork();
    if (child_ == 0) serve(listener);
    ::close(listener);
  }
  ~server_process() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
  std::uint16_t port() const noexcept { return port_; }

 private:
  std::uint16_t port_ = 0;
  pid_t child_ = -1;
};

/// Holds the limit of open files for a while.
class descriptor_limit {
 public:
  explicit descriptor_limit(rlim_t most) {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    rlimit now = before_;
    now.rlim_cur = std::min(most, now.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &now);
  }
  ~descriptor_limit() { ::setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

/// Every name is this machine; asking needs three descriptors, as the system's lookup does.
class any_name final : public resolver {
 public:
  void lookup(std::string name, std::function<void(addresses)> done) override {
    std::array<int, 3> needed;
    for (int& each : needed) each = ::dup(STDERR_FILENO);
    const bool failed = needed.back() < 0;
    for (const int each : needed)
      if (each >= 0) ::close(each);
    if (failed) {
      error_info info;
      info.kind = error_kind::connect;
      info.code = "UnknownHost";
      info.message = name + " cannot be looked up";
      info.retryable = true;
      return done(error{std::move(info)});
    }
    done(std::vector<asio::ip::address>{asio::ip::make_address("127.0.0.1")});
  }
};

std::size_t open_descriptors() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& each : std::filesystem::directory_iterator{"/proc/self/fd"}) ++count;
  return count;
}

origin named(int number, const server_process& server) {
  return {"http", "host" + std::to_string(number) + ".test", server.port()};
}

TEST(exhaustion, five_hundred_origins_one_after_another_within_sixty_four_descriptors) {
  const server_process server;
  const descriptor_limit few{64};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), {}, std::make_shared<any_name>());
  for (int i = 0; i < 500; ++i) {
    const auto got = run(context, exchange(*over, named(i, server), post()));
    ASSERT_EQ(got.code(), "ok") << i << ": " << got.failure->message();
  }
  EXPECT_LT(over->counters().connections_open, 64U);
  EXPECT_EQ(over->counters().connections_opened, 500U);
}

TEST(exhaustion, where_nothing_is_idle_the_error_says_what_is_short) {
  const server_process server;
  const descriptor_limit few{64};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), {});
  const auto code = run(context, [&]() -> asio::awaitable<std::string> {
    std::vector<exchange_ptr> held;
    const origin to = local(server.port());
    const deadlines none;
    for (;;) {
      auto made = co_await over->acquire(to, none);
      if (!made) co_return made.error().code();
      held.push_back(std::move(*made));
    }
  }());
  EXPECT_EQ(code, "TooManyConnections");
  EXPECT_EQ(over->counters().connections_open, 0U);
}

/// 17 origins, 64 connections to each, all given back.
void burst(asio::io_context& context, transport& over, const server_process& server) {
  EXPECT_TRUE(run(context, [&]() -> asio::awaitable<bool> {
    std::vector<exchange_ptr> held;
    const deadlines none;
    for (int region = 0; region < 17; ++region)
      for (int i = 0; i < 64; ++i) {
        const origin to = named(region, server);
        auto made = co_await over.acquire(to, none);
        EXPECT_TRUE(made) << made.error().message();
        if (made) held.push_back(std::move(*made));
      }
    for (auto& each : held) each.return_unused();
    co_return true;
  }()));
}

TEST(exhaustion, idle_connections_are_closed_by_age_though_nobody_asks) {
  const descriptor_limit many{4096};
  const server_process server;
  testing::turned_clock clock;
  asio::io_context context;
  transport_options options;
  options.time = &clock;
  const auto over = transport::make(context.get_executor(), options, std::make_shared<any_name>());
  const auto before = open_descriptors();
  burst(context, *over, server);
  EXPECT_EQ(over->counters().connections_open, 17U * 64U);
  clock.turn(49s);
  EXPECT_EQ(over->counters().connections_open, 17U * 64U);
  clock.turn(1s);
  EXPECT_EQ(over->counters().connections_open, 0U);
  EXPECT_EQ(open_descriptors(), before);
}

TEST(exhaustion, idle_connections_are_closed_by_age_while_the_loop_has_other_work) {
  const server_process server;
  asio::io_context context;
  transport_options options;
  options.max_idle_age = 1s;
  const auto over = transport::make(context.get_executor(), options);
  const auto closed = run(context, [&]() -> asio::awaitable<bool> {
    const auto got = co_await exchange(*over, local(server.port()), post());
    EXPECT_EQ(got.code(), "ok");
    EXPECT_EQ(over->counters().connections_open, 1U);
    asio::steady_timer look{context};
    for (int i = 0; i < 2000 && over->counters().connections_open > 0; ++i) {
      look.expires_after(10ms);
      co_await look.async_wait(asio::use_awaitable);
    }
    co_return over->counters().connections_open == 0;
  }());
  EXPECT_TRUE(closed);
}

}  // namespace
}  // namespace aloft::http
