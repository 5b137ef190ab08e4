// Exchanges over HTTP/2, on real sockets: sharing, limits, both directions at once, ends of every kind.

#include "http/h2_server.hpp"
#include "support/test_authority.hpp"

#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <gmock/gmock.h>

#include <optional>
#include <vector>

namespace aloft::http {
namespace {

using namespace std::chrono_literals;
using namespace boost::asio::experimental::awaitable_operators;
using ::testing::HasSubstr;
using testing::peer;
using testing::scripted_server;
using testing::test_authority;
namespace asio = boost::asio;

constexpr exchange_way by_itself{http2_use::required, true};

/// Answers each request with what it was asked, once it is whole.
void echo(h2_served& one) {
  one.on_end = [](h2_served& whole) {
    header_list fields;
    fields.add("x-path", whole.request.path);
    fields.add("x-authority", whole.request.authority);
    whole.answer(200, whole.body, true, fields);
  };
}

struct http2 : ::testing::Test {
  asio::io_context context;
  std::shared_ptr<transport> over = transport::make(context.get_executor(), {});

  outcome ask(const scripted_server& server, http_request request = post("hello"), deadlines limits = {}) {
    return run(context, exchange2(*over, local(server.port()), std::move(request), limits));
  }
};

TEST_F(http2, CarriesARequestWithPriorKnowledgeAndKeepsItsConnection) {
  scripted_server server{serving(echo)};
  for (int i = 0; i < 3; ++i) {
    auto request = post("hello " + std::to_string(i));
    request.path = "/a%20b";
    request.query = "x=1";
    request.headers.add("X-Amz-Target", "T");
    request.headers.add("Connection", "close");
    const auto got = ask(server, request);  // run() comes back though the connection stands in the pool
    EXPECT_EQ(got.code(), "ok") << (got.failure ? got.failure->message() : "");
    EXPECT_EQ(got.head.status, 200);
    EXPECT_EQ(got.body, "hello " + std::to_string(i));
    EXPECT_EQ(got.head.headers.find("x-path"), "/a%20b?x=1");
    EXPECT_EQ(got.head.headers.find("x-authority"), "example.test");
    EXPECT_EQ(got.reused, i > 0);
  }
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(over->counters().connections_open, 1u);
  EXPECT_EQ(over->counters().connections_reused, 2u);
}

TEST_F(http2, AgreesOnItWhileTlsIsSetUp) {
  test_authority authority;
  transport_options options;
  options.ca_file = authority.ca_file();
  over = transport::make(context.get_executor(), options);
  scripted_server server{serving(echo, {}, authority.server())};
  for (const auto use : {http2_use::preferred, http2_use::required}) {
    const auto got = run(context, exchange2(*over, local(server.port(), "https"), post("x"), {}, {use, false}));
    EXPECT_EQ(got.code(), "ok") << (got.failure ? got.failure->message() : "");
    EXPECT_EQ(got.body, "x");
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(http2, GoesOverHttp1WhereTheServerKnowsNothingElse) {
  test_authority authority;
  transport_options options;
  options.ca_file = authority.ca_file();
  over = transport::make(context.get_executor(), options);
  const auto tls = authority.server();
  scripted_server server{[tls](peer& client) {
    if (!client.start_tls(tls.get())) return;
    while (!client.read_request().empty()) client.write(testing::answer_ok("old"));
  }};
  const origin to = local(server.port(), "https");
  for (int i = 0; i < 2; ++i) {
    const auto got = run(context, exchange2(*over, to, post(), {}, {http2_use::preferred, false}));
    EXPECT_EQ(got.body, "old");
    EXPECT_EQ(got.reused, i > 0);
  }
  const auto refused = run(context, exchange2(*over, to, post()));
  EXPECT_EQ(refused.code(), "Http2NotNegotiated");
  EXPECT_FALSE(refused.failure->retryable());
  EXPECT_THAT(refused.failure->message(), HasSubstr("NO_PROXY"));
}

TEST_F(http2, ManyExchangesShareAConnection) {
  std::vector<h2_served*> waiting;
  scripted_server server{serving([&](h2_served& one) {
    one.on_end = [&](h2_served& whole) {
      waiting.push_back(&whole);
      if (waiting.size() < 40) return;
      for (h2_served* each : waiting) each->answer(200, each->body);
    };
  })};
  std::vector<outcome> got(40);
  for (std::size_t i = 0; i < got.size(); ++i)
    asio::co_spawn(context, exchange2(*over, local(server.port()), post(std::to_string(i))),
                   [&got, i](std::exception_ptr, outcome one) { got[i] = std::move(one); });
  context.run();
  for (std::size_t i = 0; i < got.size(); ++i) EXPECT_EQ(got[i].body, std::to_string(i));
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(http2, OpensAnotherConnectionAtTheServersLimit) {
  std::atomic<int> asked{0};
  scripted_server server{serving(
      [&](h2_served& one) {
        one.on_end = [&](h2_served& whole) {
          ++asked;
          whole.answer(200, whole.body);
        };
      },
      {.max_streams = 1})};
  std::vector<outcome> got(6);
  for (auto& one : got)
    asio::co_spawn(context, exchange2(*over, local(server.port()), post("x")),
                   [&one](std::exception_ptr, outcome answer) { one = std::move(answer); });
  context.run();
  for (const auto& one : got) EXPECT_EQ(one.body, "x") << one.code();
  EXPECT_EQ(asked, 6);
}

TEST_F(http2, BothDirectionsGoOnAtOnce) {
  scripted_server server{serving([](h2_served& one) {
    one.answer(200, "ready;", false);
    one.on_data = [at = std::size_t{0}](h2_served& more) mutable {
      more.more(more.body.substr(at), false);
      at = more.body.size();
    };
    one.on_end = [](h2_served& whole) { whole.more("bye", true); };
  })};
  const std::string said = run(context, [](transport& over, origin to) -> asio::awaitable<std::string> {
    const deadlines limits;
    auto on = co_await over.acquire(to, limits, by_itself);
    const body_framing open_end;
    const auto request = post("");
    EXPECT_TRUE((co_await (*on)->start(request, open_end)).value());
    const auto head = co_await (*on)->head();
    EXPECT_EQ(head->status, 200);
    std::string all;
    for (const std::string piece : {"one;", "two;"}) {
      EXPECT_TRUE((co_await (*on)->write(piece)).value());
      while (all.find(piece) == all.npos) all += *co_await (*on)->read();
    }
    const header_list none;
    EXPECT_TRUE((co_await (*on)->finish(none)).value());
    for (;;) {
      const auto piece = co_await (*on)->read();
      if (!piece || piece->empty()) break;
      all += *piece;
    }
    on->release();
    co_return all;
  }(*over, local(server.port())));
  EXPECT_EQ(said, "ready;one;two;bye");
}

TEST_F(http2, ASlowReaderStopsNoOther) {
  const std::string large(5 << 20, 'x');
  scripted_server server{
      serving([&](h2_served& one) { one.answer(200, one.request.path == "/large" ? large : "small"); })};
  const auto sizes =
      run(context, [](transport& over, origin to) -> asio::awaitable<std::pair<std::size_t, std::string>> {
        const deadlines limits;
        auto slow = co_await over.acquire(to, limits, needed);
        auto request = post("");
        request.path = "/large";
        const body_framing empty{0};
        EXPECT_TRUE((co_await (*slow)->start(request, empty)).has_value());
        EXPECT_TRUE((co_await (*slow)->head()).has_value());
        auto other = co_await exchange2(over, to, post(""));
        std::size_t size = 0;
        for (;;) {
          const auto piece = co_await (*slow)->read();
          if (!piece || piece->empty()) break;
          EXPECT_LE(piece->size(), 256u * 1024u);  // never more than the stream's window
          size += piece->size();
        }
        slow->release();
        co_return std::pair{size, other.body};
      }(*over, local(server.port())));
  EXPECT_EQ(sizes.first, large.size());
  EXPECT_EQ(sizes.second, "small");
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(http2, SendsALargeBodyAtTheServersSpeed) {
  scripted_server server{serving(echo, {.stream_window = 20000, .connection_window = 70000})};
  std::string body(3 << 20, 'b');
  body += "end";
  const auto got = ask(server, post(body));
  EXPECT_EQ(got.code(), "ok") << (got.failure ? got.failure->message() : "");
  EXPECT_EQ(got.body, body);
}

TEST_F(http2, ARefusedRequestMayBeSentAgain) {
  scripted_server server{serving([](h2_served& one) { one.session.reset(one.id, h2_code::refused_stream); })};
  const auto got = ask(server);
  EXPECT_EQ(got.code(), "ConnectionClosed");
  EXPECT_TRUE(got.failure->retryable());
  EXPECT_EQ(got.failure->info().request, request_progress::not_sent);
}

TEST_F(http2, AResetIsNamed) {
  scripted_server server{serving([](h2_served& one) {
    if (one.request.path == "/late") {
      one.answer(200, "some", false);
      one.on_end = [](h2_served& whole) { whole.session.reset(whole.id, h2_code::internal_error); };
    } else {
      one.session.reset(one.id, one.request.path == "/calm" ? h2_code::enhance_your_calm : h2_code::internal_error);
    }
  })};
  const auto got = ask(server);
  EXPECT_EQ(got.code(), "ConnectionReset");
  EXPECT_THAT(got.failure->message(), HasSubstr("INTERNAL_ERROR"));
  auto request = post("");
  request.path = "/calm";
  const auto calm = ask(server, request);
  EXPECT_TRUE(calm.failure->info().throttling);
  request.path = "/late";
  const auto late = ask(server, request);
  EXPECT_TRUE(late.code() == "TruncatedResponse" || late.code() == "ConnectionReset") << late.code();
  EXPECT_EQ(server.connections(), 1);  // a reset ends a stream, not the connection
}

TEST_F(http2, AConnectionThatIsToldToGoCarriesNoNewRequest) {
  scripted_server server{serving([](h2_served& one) {
    one.answer(200, "x");
    one.session.shut(h2_code::no_error);
  })};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(ask(server).body, "x");
  EXPECT_EQ(server.connections(), 3);
}

TEST_F(http2, AConnectionThatWasClosedWhileIdleIsMadeAnew) {
  scripted_server server{[](peer& client) {
    int left = 1;
    h2_script one{[&](h2_served& asked) {
                    asked.answer(200, "x");
                    if (--left == 0) asked.session.shut_gently();
                  },
                  {}};
    one.serve(client);
  }};
  EXPECT_EQ(ask(server).body, "x");
  EXPECT_EQ(ask(server).body, "x");
}

TEST_F(http2, ASilentServerIsNoticedByTheLimitsOfTheExchange) {
  scripted_server server{serving([](h2_served&) {})};
  const auto soon = std::chrono::steady_clock::now() + 50ms;
  EXPECT_EQ(ask(server, post(), {soon, {}}).code(), "AttemptTimeout");
  EXPECT_EQ(ask(server, post(), {steady_time::max(), 50ms}).code(), "IdleTimeout");
  EXPECT_EQ(server.connections(), 1);  // a reset of the stream is enough
}

TEST_F(http2, WhoeverGoesLeavesTheConnectionToOthers) {
  scripted_server server{serving(
      [](h2_served& one) { one.answer(200, one.request.path == "/endless" ? std::string(4 << 20, 'e') : "x"); })};
  run(context, [](transport& over, origin to) -> asio::awaitable<int> {
    const deadlines limits;
    auto request = post("");
    request.path = "/endless";
    for (int i = 0; i < 5; ++i) {
      auto on = co_await over.acquire(to, limits, needed);
      const body_framing empty{0};
      EXPECT_TRUE((co_await (*on)->start(request, empty)).has_value());
      EXPECT_TRUE((co_await (*on)->head()).has_value());
    }  // dropped in the middle
    const auto after = co_await exchange2(over, to, post(""));
    EXPECT_EQ(after.body, "x");
    co_return 0;
  }(*over, local(server.port())));
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(http2, ThingsMayBeDestroyedInAnyOrder) {
  scripted_server server{serving([](h2_served& one) { one.answer(200, "some", false); })};
  for (const int order : {0, 1, 2}) {
    std::optional<asio::io_context> own{std::in_place};
    auto own_transport = transport::make(own->get_executor(), {});
    exchange_ptr held;
    asio::co_spawn(
        *own,
        [](transport& by, origin to, exchange_ptr& into) -> asio::awaitable<void> {
          const deadlines limits;
          auto on = co_await by.acquire(to, limits, needed);
          const auto request = post("");
          const body_framing empty{0};
          static_cast<void>(co_await (*on)->start(request, empty));
          static_cast<void>(co_await (*on)->head());
          into = std::move(*on);
        }(*own_transport, local(server.port()), held),
        asio::detached);
    while (!held) own->run_one();
    if (order == 0) held = {};
    if (order == 1) own_transport.reset();
    if (order == 2) own.reset();
    held = {};
    own_transport.reset();
  }
}

TEST_F(http2, ManyThreadsShareConnections) {
  scripted_server server{serving(echo)};
  asio::thread_pool threads{4};
  const auto shared = transport::make(threads.get_executor(), {});
  std::atomic<int> good{0};
  for (int i = 0; i < 200; ++i)
    asio::co_spawn(
        threads,
        [](transport& by, origin to, std::atomic<int>& good) -> asio::awaitable<void> {
          for (int n = 0; n < 5; ++n) {
            const auto got = co_await exchange2(by, to, post("body"));
            if (got.body == "body") ++good;
          }
        }(*shared, local(server.port()), good),
        asio::detached);
  threads.join();
  EXPECT_EQ(good, 1000);
}

}  // namespace
}  // namespace aloft::http
