#include "client/fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

namespace aloft {
namespace {

using namespace aloft::testing;

void never_answer(peer& client) {
  client.read_request();
  client.stall();
}

struct limits : ::testing::Test {
  asio::io_context context;
  virtual_clock clock;
  scripted_server silent{never_answer};

  session make() {
    auto options = options_for(silent);
    options.clock = &clock;
    return session{context.get_executor(), options};
  }
};

TEST_F(limits, of_an_attempt_is_retried) {
  const auto outcome =
      run(context, make().client("ec2", {.max_attempts = 2, .attempt_timeout = 30ms}).try_call("describe_regions"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind(), error_kind::timeout);
  EXPECT_EQ(outcome.error().code(), "AttemptTimeout");
  EXPECT_EQ(outcome.error().info().attempts.size(), 2U);
}

TEST_F(limits, of_an_operation_ends_it) {
  const auto outcome = run(context, make().client("ec2", {.operation_timeout = 30ms}).try_call("describe_regions"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code(), "OperationTimeout");
  EXPECT_EQ(outcome.error().info().attempts.size(), 1U);
}

TEST_F(limits, of_one_call_win) {
  const auto outcome = run(
      context,
      make().client("ec2", {.operation_timeout = 1h}).try_call("describe_regions", {}, {.operation_timeout = 30ms}));
  EXPECT_EQ(outcome.error().code(), "OperationTimeout");
}

TEST_F(limits, cancelling_an_awaited_call) {
  asio::cancellation_signal stop;
  scripted_server server{[&](peer& client) {
    client.read_request();
    asio::post(context, [&] { stop.emit(asio::cancellation_type::terminal); });
    client.stall();
  }};
  session with{context.get_executor(), options_for(server)};
  std::string code;
  auto work = [](client ec2) -> asio::awaitable<std::string> {
    auto outcome = co_await ec2.try_call("describe_regions");
    co_return outcome ? "ok" : std::string{to_string(outcome.error().kind())};
  };
  asio::co_spawn(context, work(with.client("ec2")),
                 asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr, std::string seen) { code = seen; }));
  context.run();
  EXPECT_EQ(code, "cancelled");
}

TEST_F(limits, cancelling_a_pause_between_attempts) {
  asio::cancellation_signal stop;
  sequence script{{answer(503, ec2_error("RequestLimitExceeded"), "x-amz-retry-after: 5000\r\n")}};
  scripted_server server{script.script()};
  session with{context.get_executor(), options_for(server)};  // the system's clock: a real pause
  error seen;
  with.client("ec2").async_call("describe_regions",
                                asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr failure, response) {
                                  try {
                                    if (failure) std::rethrow_exception(failure);
                                  } catch (const error& thrown) {
                                    seen = thrown;
                                  }
                                }));
  while (script.requests().empty()) context.run_one();
  context.poll();
  stop.emit(asio::cancellation_type::partial);
  const auto begun = std::chrono::steady_clock::now();
  context.run();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 4s);
  EXPECT_EQ(seen.kind(), error_kind::cancelled);
}

TEST_F(limits, a_cancelled_call_throws_nothing_else_into_its_coroutine) {
  asio::cancellation_signal stop;
  std::string seen;
  auto work = [](session with) -> asio::awaitable<std::string> {
    co_await asio::this_coro::throw_if_cancelled(true);
    try {
      co_await with.client("ec2").call("describe_regions");
    } catch (const error& failure) {
      co_return std::string{to_string(failure.kind())};
    }
    co_return "ok";
  };
  asio::co_spawn(context, work(make()),
                 asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr thrown, std::string what) {
                   seen = thrown ? "foreign" : what;
                 }));
  context.poll();
  stop.emit(asio::cancellation_type::terminal);
  context.run();
  EXPECT_EQ(seen, "cancelled");
}

}  // namespace
}  // namespace aloft
