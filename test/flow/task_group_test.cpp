#include "flow/task_group.hpp"

#include <aloft/start_operation.hpp>
#include "flow/stepped.hpp"

#include <stdexcept>

namespace aloft::flow {
namespace {

struct grouping : stepped {
  task_group group{context.get_executor()};
  event released{watchdog::of(context.get_executor())};
  int cancelled = 0, ended = 0;

  asio::awaitable<void> wait() {
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto how = co_await released.wait();
    ++(how == wait_end::cancelled ? cancelled : ended);
  }
  static asio::awaitable<void> fail() {
    co_await asio::this_coro::executor;
    throw std::runtime_error{"no"};
  }
  static asio::awaitable<bool> joined(task_group& of) {
    co_await of.join();
    co_return true;
  }
};

TEST_F(grouping, is_joined_when_all_have_ended) {
  group.start(wait());
  group.start(wait());
  auto all = start(joined(group));
  step();
  EXPECT_FALSE(all.over());
  released.set();
  step();
  EXPECT_TRUE(all.over());
  EXPECT_EQ(ended, 2);
}

TEST_F(grouping, join_is_shielded_from_cancellation) {
  group.start(wait());
  auto all = start(joined(group));
  step();
  all.cancel();
  step();
  EXPECT_FALSE(all.over());
  group.cancel();
  step();
  EXPECT_TRUE(all.over());
  EXPECT_EQ(cancelled, 1);
}

TEST_F(grouping, keeps_the_first_failure_and_leaves_the_others_alone) {
  group.start(wait());
  group.start(fail());
  auto one = start(group.one_ended());
  step();
  EXPECT_EQ(one.outcome(), wait_end::done);
  EXPECT_EQ(group.running(), 1U);
  EXPECT_TRUE(group.failure());
  released.set();
  step();
  EXPECT_EQ(ended, 1);
}

TEST_F(grouping, cancel_at_the_moment_of_start) {
  group.start(wait());
  group.cancel();
  step();
  EXPECT_EQ(cancelled, 1);
}

TEST_F(grouping, destroyed_with_tasks_running_cancels_them) {
  {
    task_group short_lived{context.get_executor()};
    short_lived.start(wait());
    step();
  }
  step();
  EXPECT_EQ(cancelled, 1);
}

// Cancelled by another thread while it is started: neither lost nor thrown out of the loop's run().
TEST(cancellable, before_its_first_step_it_does_not_begin) {
  asio::io_context context;
  const auto one = std::make_shared<aloft::detail::cancellable>(context.get_executor());
  bool began = false;
  const auto work = [&]() -> asio::awaitable<result<int>> {
    began = true;
    co_return 1;
  };
  std::optional<result<int>> outcome;
  aloft::detail::cancellable::cancel(one);
  asio::co_spawn(one->strand, aloft::detail::spawned(work(), one),
                 asio::bind_cancellation_slot(one->stop.slot(), [&](std::exception_ptr thrown, result<int> came) {
                   EXPECT_FALSE(thrown);
                   outcome.emplace(std::move(came));
                 }));
  EXPECT_NO_THROW(context.run());
  ASSERT_TRUE(outcome && !*outcome);
  EXPECT_EQ(outcome->error().kind(), error_kind::cancelled);
  EXPECT_FALSE(began);
}

}  // namespace
}  // namespace aloft::flow
