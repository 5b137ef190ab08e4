#include "http/fixture.hpp"

#include "aloft/resolver.hpp"
#include "http/thread_resolver.hpp"
#include "support/turned_clock.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <latch>
#include <map>
#include <thread>

namespace aloft::http {
namespace {

using namespace std::chrono_literals;
using testing::answer_ok;
using testing::peer;
using testing::scripted_server;
using testing::turned_clock;
namespace asio = boost::asio;

void answer_all(peer& client) {
  while (!client.read_request().empty()) client.write(answer_ok("hello"));
}

TEST(transport, carries_a_request_and_its_answer) {
  std::string seen;
  scripted_server server{[&](peer& client) {
    seen = client.read_request();
    client.write(answer_ok("hello", "X-Amzn-RequestId: 17\r\n"));
    client.stall();
  }};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), {});
  http_request request = post("{\"a\":1}");
  request.path = "/some/path";
  request.query = "a=b";
  request.headers.add("X-Test", "yes");
  const auto got = run(context, exchange(*over, local(server.port()), request));
  ASSERT_EQ(got.code(), "ok");
  EXPECT_EQ(got.head.status, 200);
  EXPECT_EQ(got.head.headers.find("x-amzn-requestid"), "17");
  EXPECT_EQ(got.body, "hello");
  EXPECT_EQ(seen,
            "POST /some/path?a=b HTTP/1.1\r\nX-Test: yes\r\nAccept-Encoding: identity\r\nHost: example.test\r\n"
            "Content-Length: 7\r\n\r\n{\"a\":1}");
}

TEST(transport, reuses_a_released_connection) {
  scripted_server server{answer_all};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), {});
  EXPECT_FALSE(run(context, exchange(*over, local(server.port()), post())).reused);
  EXPECT_TRUE(run(context, exchange(*over, local(server.port()), post())).reused);
  EXPECT_TRUE(run(context, exchange(*over, local(server.port()), post())).reused);
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(over->counters().connections_opened, 1U);
  EXPECT_EQ(over->counters().connections_reused, 2U);
  EXPECT_EQ(over->counters().connections_open, 1U);
}

TEST(transport, opens_a_connection_for_each_request_when_not_pooled) {
  scripted_server server{answer_all};
  asio::io_context context;
  transport_options options;
  options.pooled = false;
  const auto over = transport::make(context.get_executor(), options);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(run(context, exchange(*over, local(server.port()), post())).reused);
  EXPECT_EQ(over->counters().connections_opened, 3U);
  EXPECT_EQ(over->counters().connections_open, 0U);
}

TEST(transport, serves_those_in_line_in_order) {
  scripted_server server{[](peer& client) {
    while (!client.read_request().empty()) {
      client.pause(10ms);
      client.write(answer_ok("x"));
    }
  }};
  asio::io_context context;
  transport_options options;
  options.max_connections_per_origin = 2;
  const auto over = transport::make(context.get_executor(), options);
  std::vector<int> order;
  for (int i = 0; i < 8; ++i)
    asio::co_spawn(context, exchange(*over, local(server.port()), post()), [&, i](std::exception_ptr, outcome got) {
      EXPECT_EQ(got.code(), "ok");
      order.push_back(i);
    });
  context.run();
  EXPECT_EQ(order.size(), 8U);
  EXPECT_LT(std::find(order.begin(), order.end(), 2), std::find(order.begin(), order.end(), 5));
  EXPECT_LT(std::find(order.begin(), order.end(), 3), std::find(order.begin(), order.end(), 7));
  EXPECT_EQ(server.connections(), 2);
  const auto counted = over->counters();
  EXPECT_EQ(counted.waits, 6U);
  EXPECT_EQ(counted.waiting, 0U);
  EXPECT_GT(counted.wait_time.count(), 6 * 5000);
}

TEST(transport, the_limit_in_all_serves_those_in_line_at_three_origins) {
  scripted_server first{answer_all}, second{answer_all}, third{answer_all};
  asio::io_context context;
  transport_options options;
  options.max_connections = 2;
  const auto over = transport::make(context.get_executor(), options);
  std::map<std::uint16_t, int> answered;
  for (int i = 0; i < 5; ++i)
    for (const auto* server : {&first, &second, &third})
      asio::co_spawn(context, exchange(*over, local(server->port()), post()),
                     [&, server](std::exception_ptr, outcome got) {
                       EXPECT_EQ(got.code(), "ok");
                       ++answered[server->port()];
                       EXPECT_LE(over->counters().connections_open, 2U);
                     });
  context.run();
  EXPECT_EQ(answered, (std::map<std::uint16_t, int>{{first.port(), 5}, {second.port(), 5}, {third.port(), 5}}));
  EXPECT_GT(over->counters().waits, 0U);
  EXPECT_EQ(over->counters().waiting, 0U);
}

TEST(transport, says_that_a_connection_was_refused) {
  std::uint16_t port = 0;
  {
    scripted_server gone{answer_all};
    port = gone.port();
  }
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), {});
  const auto got = run(context, exchange(*over, local(port), post()));
  EXPECT_EQ(got.code(), "ConnectionRefused");
  EXPECT_EQ(got.failure->kind(), error_kind::connect);
  EXPECT_TRUE(got.failure->retryable());
  EXPECT_EQ(over->counters().connections_open, 0U);
}

/// Answers from a list, when it is told to.
class listed_names final : public resolver {
 public:
  explicit listed_names(std::vector<std::string> known) : known_{std::move(known)} {}
  void lookup(std::string, std::function<void(addresses)> done) override { waiting_.push_back(std::move(done)); }
  std::size_t asked() const noexcept { return waiting_.size(); }
  /// From another thread, as resolvers do.
  void answer() const {
    std::vector<asio::ip::address> found;
    for (const auto& each : known_) found.push_back(asio::ip::make_address(each));
    std::thread{[&] {
      for (const auto& done : waiting_) done(found);
    }}.join();
  }

 private:
  const std::vector<std::string> known_;
  std::vector<std::function<void(addresses)>> waiting_;
};

TEST(transport, goes_on_to_the_next_address_when_one_refuses) {
  scripted_server server{answer_all};
  asio::io_context context;
  const auto names = std::make_shared<listed_names>(std::vector<std::string>{"127.0.0.9", "127.0.0.1"});
  const auto over = transport::make(context.get_executor(), {}, names);
  std::string code;
  asio::co_spawn(context, exchange(*over, {"http", "service.test", server.port()}, post()),
                 [&](std::exception_ptr, outcome got) { code = got.code(); });
  context.poll();
  names->answer();
  context.run();
  EXPECT_EQ(code, "ok");
}

TEST(transport, asks_once_for_a_name_that_many_want) {
  scripted_server server{answer_all};
  asio::io_context context;
  const auto names = std::make_shared<listed_names>(std::vector<std::string>{"127.0.0.1"});
  const auto over = transport::make(context.get_executor(), {}, names);
  const origin to{"http", "service.test", server.port()};
  int good = 0;
  for (int i = 0; i < 20; ++i)
    asio::co_spawn(context, exchange(*over, to, post()),
                   [&](std::exception_ptr, outcome got) { good += got.code() == "ok"; });
  context.poll();
  names->answer();
  context.run();
  EXPECT_EQ(good, 20);
  EXPECT_EQ(names->asked(), 1U);
  EXPECT_EQ(over->counters().lookups, 1U);
}

TEST(transport, looks_thirty_names_up_at_once) {
  // Nobody is answered before all thirty have been asked.
  constexpr std::ptrdiff_t count = 30;
  const auto all_asked = std::make_shared<std::latch>(count);
  thread_resolver_options options;
  options.ask = [all_asked](const std::string& name) -> addresses {
    all_asked->arrive_and_wait();
    return error{error_kind::connect, "UnknownHost", name};
  };
  const auto names = std::make_shared<thread_resolver>(options);
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), {}, names);
  int unknown = 0;
  for (int i = 0; i < count; ++i)
    asio::co_spawn(context, exchange(*over, {"http", "name" + std::to_string(i), 80}, post()),
                   [&](std::exception_ptr, outcome got) { unknown += got.code() == "UnknownHost"; });
  context.run();
  EXPECT_EQ(unknown, count);
}

TEST(transport, names_an_unknown_host) {
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), {});
  const auto got = run(context, exchange(*over, {"http", "no-such-host.invalid", 80}, post()));
  EXPECT_EQ(got.code(), "UnknownHost");
  EXPECT_NE(got.failure->message().find("no-such-host.invalid"), std::string::npos);
}

TEST(transport, deadlines_each_have_their_error) {
  scripted_server server{[](peer& client) { client.stall(); }};
  asio::io_context context;
  transport_options options;
  options.idle_timeout = 100ms;
  const auto over = transport::make(context.get_executor(), options);
  EXPECT_EQ(run(context, exchange(*over, local(server.port()), post())).code(), "IdleTimeout");
  deadlines limits;
  limits.attempt = std::chrono::steady_clock::now() + 60ms;
  EXPECT_EQ(run(context, exchange(*over, local(server.port()), post(), limits)).code(), "AttemptTimeout");
  EXPECT_EQ(over->counters().connections_open, 0U);
}

TEST(transport, limits_the_time_to_connect) {
  asio::io_context context;
  turned_clock clock;
  transport_options options;
  options.time = &clock;
  options.connect_timeout = 100ms;
  const auto silent = std::make_shared<listed_names>(std::vector<std::string>{"127.0.0.1"});
  const auto over = transport::make(context.get_executor(), options, silent);
  std::string code = "waits";
  asio::co_spawn(context, exchange(*over, {"http", "slow.test", 80}, post()),
                 [&](std::exception_ptr, outcome got) { code = got.code(); });
  context.poll();
  clock.turn(99ms);
  context.poll();
  EXPECT_EQ(code, "waits");
  clock.turn(1ms);
  context.run();
  EXPECT_EQ(code, "ConnectTimeout");
  EXPECT_EQ(silent->asked(), 1U);
}

TEST(transport, follows_the_cancellation_slot_everywhere) {
  scripted_server silent{[](peer& client) { client.stall(); }};
  const auto answered = std::make_shared<std::latch>(1);  // the name, once everything is over
  const auto slow = std::make_shared<thread_resolver>(thread_resolver_options{[=](const std::string&) -> addresses {
    answered->wait();
    return std::vector<asio::ip::address>{asio::ip::make_address("127.0.0.1")};
  }});
  asio::io_context context;
  transport_options options;
  options.max_connections_per_origin = 1;
  options.connect_timeout = 0ms;
  const auto over = transport::make(context.get_executor(), options, slow);
  asio::cancellation_signal exchanging, waiting, resolving;
  std::vector<std::string> codes(3);
  const auto start = [&](int which, origin to, asio::cancellation_signal& signal) {
    asio::co_spawn(context, exchange(*over, std::move(to), post()),
                   asio::bind_cancellation_slot(signal.slot(), [&, which](std::exception_ptr thrown, outcome got) {
                     codes[static_cast<std::size_t>(which)] = thrown ? "thrown" : got.code();
                   }));
  };
  start(0, local(silent.port()), exchanging);
  start(1, local(silent.port()), waiting);
  start(2, {"http", "slow.test", silent.port()}, resolving);
  asio::steady_timer timer{context, 50ms};
  timer.async_wait([&](auto) {
    waiting.emit(asio::cancellation_type::terminal);
    resolving.emit(asio::cancellation_type::terminal);
    exchanging.emit(asio::cancellation_type::terminal);
  });
  context.run();
  EXPECT_EQ(codes, (std::vector<std::string>{"Cancelled", "Cancelled", "Cancelled"}));
  answered->count_down();
  EXPECT_EQ(over->counters().connections_open, 0U);
}

TEST(transport, survives_the_end_of_its_event_loop) {
  std::latch closed{1};
  scripted_server silent{[&](peer& client) {
    client.read_request();
    client.stall();
    closed.count_down();
  }};
  const auto late = std::make_shared<listed_names>(std::vector<std::string>{"127.0.0.1"});
  const auto left = std::make_shared<int>(0);
  transport_options options;
  options.max_connections_per_origin = 1;
  auto context = std::make_unique<asio::io_context>();
  auto over = transport::make(context->get_executor(), options, late);
  const auto done = [left](std::exception_ptr, outcome) { ++*left; };
  // One that is asking, two that stand in line, one whose name is being looked up.
  for (int i = 0; i < 3; ++i) asio::co_spawn(*context, exchange(*over, local(silent.port()), post()), done);
  asio::co_spawn(*context, exchange(*over, {"http", "slow.test", silent.port()}, post()), done);
  while (silent.connections() == 0 || over->counters().waiting < 2 || late->asked() == 0) context->run_one();
  over.reset();
  context.reset();
  EXPECT_EQ(*left, 0) << "nobody is called";
  closed.wait();
  late->answer();  // finds nobody
  EXPECT_EQ(left.use_count(), 2) << "nothing keeps what belonged to the loop: the test's own and the one of `done`";
}

}  // namespace
}  // namespace aloft::http
