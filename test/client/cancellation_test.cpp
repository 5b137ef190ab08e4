// Calls that are cancelled at every step, through the public face: they end at once, as cancelled, and leave nothing.

#include "client/turned_session.hpp"

#include <random>

namespace aloft {
namespace {

using namespace aloft::testing;

struct cancelling : turned_session {
  scripted_server server{always(answer(200, two_regions))};
  session by{context.get_executor(), options(server)};

  /// Lets the call take `steps` handlers, then cancels it. False: it was over before.
  bool cancelled_after(int steps) { return cancelled_after(steps, by); }
  bool cancelled_after(int steps, const session& by) {
    auto ec2 = by.client("ec2");
    auto call = start(ec2.try_call("describe_regions"));
    context.restart();
    for (int i = 0; i < steps && !call.over(); ++i) context.run_one();
    if (call.over()) {
      EXPECT_EQ(call.outcome(), "ok");
      return false;
    }
    call.cancel();
    step();
    EXPECT_TRUE(call.outcome() == "cancelled: Cancelled" || call.outcome() == "ok") << steps << ' ' << call.outcome();
    return true;
  }
};

TEST_F(cancelling, at_every_suspension) {
  int steps = 0;
  // Each time the first of its session: how far an earlier one came with a connection is for the machine to say.
  while (cancelled_after(steps, session{context.get_executor(), options(server)})) ++steps;
  EXPECT_GT(steps, 3) << "a first call connects, sends and reads";
  EXPECT_LT(steps, 1000);
  auto call = start(by.client("ec2").try_call("describe_regions"));
  run_until([&] { return call.over(); });
  EXPECT_EQ(call.outcome(), "ok") << "nobody is in the way of the next";
}

TEST_F(cancelling, at_a_thousand_moments) {
  const unsigned seed = 20261126;
  std::mt19937 random{seed};
  for (int i = 0; i < 1000; ++i) {
    cancelled_after(static_cast<int>(random() % 12));
    ASSERT_FALSE(HasFailure()) << "seed " << seed << ", round " << i;
  }
}

TEST_F(cancelling, before_the_first_step) {
  auto call = start(by.client("ec2").try_call("describe_regions"));
  call.cancel();
  step();
  EXPECT_EQ(call.outcome(), "cancelled: Cancelled");
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(cancelling, restores_what_the_coroutine_had_chosen) {
  auto work = [](client ec2, bool throws) -> asio::awaitable<result<response>> {
    co_await asio::this_coro::throw_if_cancelled(throws);
    auto outcome = co_await ec2.try_call("describe_regions");
    EXPECT_EQ(co_await asio::this_coro::throw_if_cancelled(), throws);
    co_return outcome;
  };
  for (const bool throws : {true, false}) {
    auto call = start(work(by.client("ec2"), throws));
    run_until([&] { return call.over(); });
    EXPECT_EQ(call.outcome(), "ok");
  }
}

}  // namespace
}  // namespace aloft
