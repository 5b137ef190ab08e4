#include "flow/watchdog.hpp"

#include "flow/stepped.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

namespace aloft::flow {
namespace {

struct item final : watched {
  explicit item(watchdog& by) : guard{by} {}
  ~item() {
    const std::lock_guard lock{guard.mutex()};
    guard.withdraw(*this);
  }
  void watch(steady_time limit) {
    const std::lock_guard lock{guard.mutex()};
    begin(limit, expiry::tls);
    guard.enroll(*this);
  }
  void expire(expiry why) noexcept override {
    ++calls;
    seen = why;
  }
  watchdog& guard;
  int calls = 0;
  expiry seen = expiry::none;
};

using watching = stepped;

TEST_F(watching, tells_which_deadline_passed) {
  item one{*guard}, silent{*guard};
  one.watch(in(10ms));
  silent.watch(steady_time::max());
  silent.due(in(20ms));
  turn(10ms);
  EXPECT_EQ(one.seen, expiry::tls);
  EXPECT_EQ(silent.seen, expiry::none);
  turn(10ms);
  EXPECT_EQ(silent.seen, expiry::idle);
  EXPECT_EQ(one.calls, 2) << "who stays is told again: what it began meanwhile may have been missed";
}

TEST_F(watching, is_one_for_a_context_and_clock) {
  EXPECT_EQ(watchdog::of(asio::make_strand(context), clock), guard);
  EXPECT_NE(watchdog::of(context.get_executor()), guard);
  asio::io_context other;
  EXPECT_NE(watchdog::of(other.get_executor(), clock), guard);
}

TEST(watchdog_timer, does_not_keep_a_loop_running_when_nothing_is_watched) {
  asio::io_context context;
  const auto guard = watchdog::of(context.get_executor());
  std::optional<item> one;
  asio::post(context, [&] {
    one.emplace(*guard).watch(steady_time::max());
    asio::post(context, [&] { one.reset(); });
  });
  context.run();
  EXPECT_TRUE(context.stopped());
}

TEST(watchdog_timer, expires_by_the_system_s_clock) {
  asio::io_context context;
  const auto guard = watchdog::of(context.get_executor());
  item one{*guard};
  one.watch(std::chrono::steady_clock::now());
  while (one.calls == 0) context.run_one();
  EXPECT_EQ(one.seen, expiry::tls);
}

TEST(watchdog_timer, may_outlive_its_context) {
  std::shared_ptr<watchdog> guard;
  {
    asio::io_context context;
    guard = watchdog::of(asio::make_strand(context));
    item one{*guard};
    one.watch(steady_time::max());
  }
  item late{*guard};
  late.watch(std::chrono::steady_clock::now());
  EXPECT_EQ(late.calls, 0);
}

}  // namespace
}  // namespace aloft::flow
