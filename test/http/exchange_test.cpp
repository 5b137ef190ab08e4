// Exchanges: the two directions at once, early answers, ends of every kind.

#include "http/fixture.hpp"
#include "http/tcp_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gmock/gmock.h>

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <semaphore>
#include <stdexcept>

namespace aloft::http {
namespace {

using namespace std::chrono_literals;
using testing::answer_ok;
using ::testing::HasSubstr;
using testing::peer;
using testing::scripted_server;
namespace asio = boost::asio;

const std::string refusal = "HTTP/1.1 403 No\r\nContent-Length: 4\r\n\r\noops";

/// Gives one piece, then nothing until it is cancelled.
class stalling final : public body_source {
 public:
  std::optional<std::uint64_t> size() const noexcept override { return 1000; }
  asio::awaitable<result<std::string_view>> read() override {
    if (!std::exchange(begun_, true)) co_return std::string_view{"hello"};
    co_await asio::this_coro::throw_if_cancelled(false);
    asio::steady_timer never{co_await asio::this_coro::executor, asio::steady_timer::time_point::max()};
    const auto [stopped] = co_await never.async_wait(asio::as_tuple(asio::use_awaitable));
    cancelled = stopped == asio::error::operation_aborted;
    co_return error{error_kind::cancelled, "Cancelled", "the body was cancelled"};
  }
  bool rewind() override { return false; }
  bool cancelled = false;

 private:
  bool begun_ = false;
};

class throwing final : public body_source {
 public:
  std::optional<std::uint64_t> size() const noexcept override { return 1000; }
  asio::awaitable<result<std::string_view>> read() override {
    if (!std::exchange(begun_, true)) co_return std::string_view{"hello"};
    throw std::runtime_error{"the disk is gone"};
  }
  bool rewind() override { return false; }

 private:
  bool begun_ = false;
};

void read_until(peer& client, std::string& seen, std::string_view text) {
  while (seen.find(text) == std::string::npos) {
    const std::string more = client.read_some();
    if (more.empty()) return;
    seen += more;
  }
}

class exchanges : public ::testing::Test {
 protected:
  /// Runs a coroutine that returns nothing to its end.
  void go(asio::awaitable<bool> work) { EXPECT_TRUE(run(context, std::move(work))); }
  asio::awaitable<exchange_ptr> acquire(const scripted_server& server, deadlines limits = {}) {
    const origin to = local(server.port());
    auto made = co_await over->acquire(to, limits);
    EXPECT_TRUE(made);
    co_return std::move(*made);
  }

  asio::io_context context;
  std::shared_ptr<transport> over = transport::make(context.get_executor(), {});
};

TEST_F(exchanges, both_directions_go_at_once) {
  // The answer begins after the first piece; the second is sent by one coroutine while another reads.
  std::string seen;
  scripted_server server{[&](peer& client) {
    read_until(client, seen, "hello");
    client.write("HTTP/1.1 100 Continue\r\n\r\n");
    read_until(client, seen, "world");
    client.write(answer_ok("hello"));
    client.stall();
  }};
  go([&]() -> asio::awaitable<bool> {
    using namespace asio::experimental::awaitable_operators;
    auto with = co_await acquire(server);
    http_request request = post("");
    const auto started = co_await with->start(request, {10});
    EXPECT_TRUE(started && *started);
    const auto sending = [&]() -> asio::awaitable<bool> {
      const auto first = co_await with->write("hello");
      co_await asio::post(context, asio::use_awaitable);
      const auto second = co_await with->write("world");
      const auto end = co_await with->finish({});
      co_return first&&* first&& second&&* second&& end&&* end;
    };
    auto [head, sent] = co_await (with->head() && sending());
    EXPECT_TRUE(sent);
    EXPECT_EQ(head->status, 200);
    std::string body;
    for (;;) {
      const auto piece = co_await with->read();
      if (!piece || piece->empty()) break;
      body += *piece;
    }
    EXPECT_EQ(body, "hello");
    with.release();
    co_return !with;
  }());
  EXPECT_THAT(seen, HasSubstr("\r\n\r\nhelloworld"));
  EXPECT_EQ(over->counters().connections_open, 1U);
}

TEST_F(exchanges, an_answer_wakes_a_writer_whose_socket_is_full) {
  scripted_server server{[](peer& client) {
    client.read_head();
    client.write(refusal);
    client.stall();
  }};
  go([&]() -> asio::awaitable<bool> {
    using namespace asio::experimental::awaitable_operators;
    auto with = co_await acquire(server);
    const http_request request = post("");
    const std::string large(1'000'000, 'x');
    co_await with->start(request, {1'000'000'000});
    const auto filling = [&]() -> asio::awaitable<int> {
      int pieces = 0;
      for (;; ++pieces) {
        const auto more = co_await with->write(large);
        if (!more || !*more) co_return more ? pieces : -1;
      }
    };
    auto [head, pieces] = co_await (with->head() && filling());
    EXPECT_EQ(head->status, 403);
    EXPECT_GE(pieces, 0);
    EXPECT_LT(pieces, 100);
    with.release();
    co_return true;
  }());
  EXPECT_EQ(over->counters().connections_open, 0U);
}

TEST_F(exchanges, an_early_answer_ends_an_upload_whose_source_gives_nothing) {
  scripted_server server{[](peer& client) {
    std::string seen;
    read_until(client, seen, "hello");
    client.write(refusal);
    client.stall();
  }};
  stalling body;
  const auto got = run(context, exchange(*over, local(server.port()), post(""), {}, &body));
  EXPECT_EQ(got.code(), "ok");
  EXPECT_EQ(got.head.status, 403);
  EXPECT_EQ(got.body, "oops");
  EXPECT_TRUE(body.cancelled);
}

/// Carries nothing: its answer is there without anybody having waited for anything.
class answering_at_once final : public http::exchange {
 public:
  asio::awaitable<result<bool>> start(const http_request&, body_framing) override { co_return true; }
  asio::awaitable<result<bool>> write(std::string_view) override { co_return true; }
  asio::awaitable<result<bool>> finish(const header_list&) override { co_return true; }
  asio::awaitable<result<response_head>> head() override {
    response_head at_once;
    at_once.status = 403;
    co_return at_once;
  }
  asio::awaitable<result<std::string_view>> read() override { co_return std::string_view{}; }
  void cancel() noexcept override {}
  void lift_deadline() noexcept override {}
  void limit_silence(std::chrono::milliseconds) noexcept override {}
  bool reused() const noexcept override { return false; }
  bool answer_started() const noexcept override { return true; }
  const exchange_timings& timings() const noexcept override { return timings_; }

 private:
  void end(ending) noexcept override {}
  exchange_timings timings_;
};

/// Has nothing to wait for either when it is cancelled.
class endless final : public body_source {
 public:
  std::optional<std::uint64_t> size() const noexcept override { return std::nullopt; }
  asio::awaitable<result<std::string_view>> read() override {
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      co_return error{error_kind::cancelled, "Cancelled", "the body was cancelled"};
    co_await asio::post(co_await asio::this_coro::executor, asio::deferred);
    co_return std::string_view{"more"};
  }
  bool rewind() override { return false; }
};

// It was the body's coroutine that threw, past everybody, out of the loop.
TEST_F(exchanges, an_answer_that_nobody_waited_for_ends_an_upload_without_an_exception) {
  answering_at_once over;
  endless body;
  const http_request request = post("");
  result<response_head> got{error{}};
  asio::co_spawn(context, http::send(over, request, &body), [&](std::exception_ptr thrown, result<response_head> head) {
    EXPECT_FALSE(thrown);
    got = std::move(head);
  });
  EXPECT_NO_THROW(context.run());
  ASSERT_TRUE(got) << got.error().what();
  EXPECT_EQ(got->status, 403);
}

TEST_F(exchanges, a_deadline_reaches_a_source_that_gives_nothing) {
  scripted_server server{[](peer& client) { client.stall(); }};
  stalling body;
  deadlines limits;
  limits.attempt = std::chrono::steady_clock::now() + 60ms;
  const auto got = run(context, exchange(*over, local(server.port()), post(""), limits, &body));
  EXPECT_EQ(got.code(), "AttemptTimeout");
  EXPECT_EQ(got.failure->info().request, request_progress::partly_sent);
  EXPECT_TRUE(body.cancelled);
}

TEST_F(exchanges, a_cancellation_reaches_a_source_that_gives_nothing) {
  asio::cancellation_signal signal;
  scripted_server server{[&](peer& client) {
    std::string seen;
    read_until(client, seen, "hello");
    asio::post(context, [&] { signal.emit(asio::cancellation_type::terminal); });
    client.stall();
  }};
  stalling body;
  std::string code;
  asio::co_spawn(context, exchange(*over, local(server.port()), post(""), {}, &body),
                 asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr thrown, outcome got) {
                   code = thrown ? "Cancelled" : got.code();
                 }));
  context.run();
  EXPECT_EQ(code, "Cancelled");
  EXPECT_TRUE(body.cancelled);
  EXPECT_EQ(over->counters().connections_open, 0U);
}

TEST_F(exchanges, a_source_that_throws_when_it_is_cancelled_was_cancelled) {
  class waiting final : public body_source {
   public:
    std::optional<std::uint64_t> size() const noexcept override { return 1000; }
    asio::awaitable<result<std::string_view>> read() override {
      asio::steady_timer never{co_await asio::this_coro::executor, asio::steady_timer::time_point::max()};
      co_await never.async_wait(asio::use_awaitable);
      co_return std::string_view{};
    }
    bool rewind() override { return false; }
  } body;
  asio::cancellation_signal signal;
  scripted_server server{[&](peer& client) {
    client.read_head();
    asio::post(context, [&] { signal.emit(asio::cancellation_type::terminal); });
    client.stall();
  }};
  std::string code;
  asio::co_spawn(context, exchange(*over, local(server.port()), post(""), {}, &body),
                 asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr thrown, outcome got) {
                   code = thrown ? "thrown" : got.code();
                 }));
  context.run();
  EXPECT_EQ(code, "Cancelled");
}

TEST_F(exchanges, a_source_that_throws_ends_its_call_with_an_error) {
  scripted_server server{[](peer& client) { client.stall(); }};
  throwing body;
  const auto got = run(context, exchange(*over, local(server.port()), post(""), {}, &body));
  EXPECT_EQ(got.code(), "BodyFailed");
  EXPECT_EQ(got.failure->kind(), error_kind::usage);
  EXPECT_THAT(got.failure->message(), HasSubstr("the disk is gone"));
  EXPECT_EQ(over->counters().connections_open, 0U);
}

TEST_F(exchanges, fields_follow_a_body_in_chunks) {
  std::string seen;
  scripted_server server{[&](peer& client) {
    if (client.index() > 0) return client.stall();
    read_until(client, seen, "X-Sum: 17\r\n\r\n");
    client.write(answer_ok("hello"));
    client.stall();
  }};
  go([&]() -> asio::awaitable<bool> {
    auto with = co_await acquire(server);
    const http_request request = post("own");
    header_list trailers, bad;
    trailers.add("X-Sum", "17");
    co_await with->start(request, {});
    co_await with->write("hello");
    co_await with->finish(trailers);
    EXPECT_EQ((co_await with->head())->status, 200);
    with = co_await acquire(server);
    bad.add("X-Sum", "1\r\nX-Evil: 7");
    co_await with->start(request, {});
    const auto refused = co_await with->finish(bad);
    EXPECT_EQ(refused.error().code(), "InvalidRequest");
    co_return true;
  }());
  EXPECT_THAT(seen, HasSubstr("\r\n\r\n3\r\nown\r\n5\r\nhello\r\n0\r\nX-Sum: 17\r\n\r\n"));
}

TEST_F(exchanges, what_was_not_used_is_kept_and_what_was_dropped_is_closed) {
  scripted_server server{[](peer& client) { client.stall(); }};
  go([&]() -> asio::awaitable<bool> {
    auto with = co_await acquire(server);
    with.return_unused();
    EXPECT_EQ(over->counters().connections_open, 1U);
    with = co_await acquire(server);
    with.release();  // never started: there is nothing to come to an end
    EXPECT_EQ(over->counters().connections_open, 0U);
    with = co_await acquire(server);
    const http_request request = post();
    co_await with->start(request, {2});
    with.return_unused();
    EXPECT_EQ(over->counters().connections_open, 0U) << "it was used";
    with = co_await acquire(server);
    with = {};
    EXPECT_EQ(over->counters().connections_open, 0U);
    co_return true;
  }());
}

TEST_F(exchanges, cancel_ends_both_directions) {
  scripted_server server{[](peer& client) { client.stall(); }};
  go([&]() -> asio::awaitable<bool> {
    auto with = co_await acquire(server);
    const http_request request = post();
    co_await with->start(request, {2});
    asio::post(context, [&] { with->cancel(); });
    const auto head = co_await with->head();
    EXPECT_EQ(head.error().code(), "Cancelled");
    EXPECT_EQ(head.error().info().request, request_progress::sent);
    co_return true;
  }());
}

TEST_F(exchanges, a_cancellation_between_two_steps_is_seen_by_the_next) {
  asio::cancellation_signal signal;
  scripted_server server{[](peer& client) { client.stall(); }};
  std::vector<std::string> codes;
  const auto work = [&]() -> asio::awaitable<void> {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto first = co_await acquire(server);
    auto second = co_await acquire(server);
    const http_request request = post();
    co_await second->start(request, {2});
    signal.emit(asio::cancellation_type::terminal);  // nobody waits for anything now
    codes.push_back((co_await first->start(request, {2})).error().code());
    codes.push_back((co_await second->head()).error().code());
    const origin to = local(server.port());
    const deadlines none;
    first.return_unused();
    codes.push_back((co_await over->acquire(to, none)).error().code());
  };
  asio::co_spawn(context, work(), asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr) {}));
  context.run();
  EXPECT_EQ(codes, (std::vector<std::string>{"Cancelled", "Cancelled", "Cancelled"}));
}

TEST_F(exchanges, a_dead_connection_is_replaced_in_its_place) {
  // One connection is all there may be: whoever finds it closed must not stand in line for another.
  transport_options options;
  options.max_connections_per_origin = 1;
  over = transport::make(context.get_executor(), options);
  std::counting_semaphore closed{0};
  scripted_server server{[&](peer& client) {
    client.read_request();
    client.write(answer_ok("hello"));
    client.close();
    closed.release();
  }};
  for (int i = 0; i < 3; ++i) {
    const auto got = run(context, exchange(*over, local(server.port()), post()));
    EXPECT_EQ(got.code(), "ok");
    EXPECT_EQ(got.body, "hello");
    closed.acquire();
  }
  EXPECT_EQ(over->counters().waits, 0U);
}

TEST_F(exchanges, say_where_the_time_went) {
  scripted_server server{[](peer& client) {
    while (!client.read_request().empty()) {
      client.pause(5ms);
      client.write(answer_ok("hello"));
    }
  }};
  const auto first = run(context, exchange(*over, local(server.port()), post())).timings;
  EXPECT_FALSE(first.reused);
  EXPECT_GT(first.connect.count(), 0);
  EXPECT_GE(first.first_byte, 5ms);
  EXPECT_GE(first.last_byte, first.first_byte);
  EXPECT_EQ(first.tls.count(), 0);
  const auto second = run(context, exchange(*over, local(server.port()), post())).timings;
  EXPECT_TRUE(second.reused);
  EXPECT_EQ(second.connect.count(), 0);
  EXPECT_GE(second.first_byte, 5ms);
}

TEST(tcp, every_connection_is_kept_alive) {
  asio::io_context context;
  tcp_stream stream{context.get_executor()};
  ASSERT_FALSE(stream.open(asio::ip::make_address("127.0.0.1")));
  const auto value_of = [&](int level, int name) {
    int value = -1;
    socklen_t size = sizeof value;
    EXPECT_EQ(::getsockopt(stream.native_handle(), level, name, &value, &size), 0);
    return value;
  };
  EXPECT_EQ(value_of(SOL_SOCKET, SO_KEEPALIVE), 1);
  EXPECT_EQ(value_of(IPPROTO_TCP, TCP_KEEPIDLE), 30);
  EXPECT_EQ(value_of(IPPROTO_TCP, TCP_KEEPINTVL), 10);
  EXPECT_EQ(value_of(IPPROTO_TCP, TCP_KEEPCNT), 3);
}

}  // namespace
}  // namespace aloft::http
