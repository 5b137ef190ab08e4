#include "flow/blocking_pool.hpp"

#include "flow/stepped.hpp"

#include <condition_variable>
#include <future>
#include <mutex>
#include <stdexcept>

namespace aloft::flow {
namespace {

using outcome = std::pair<wait_end, std::optional<int>>;

struct pooling : stepped {
  blocking_pool pool{{.max_threads = 2, .linger = 10s}};
};

TEST_F(pooling, gives_what_the_work_gives) {
  auto one = start(run_blocking(guard, pool, [] { return 7; }));
  context.run();
  EXPECT_EQ(one.outcome().first, wait_end::done);
  EXPECT_EQ(one.outcome().second, 7);
  EXPECT_EQ(pool.threads(), 1U);
}

TEST_F(pooling, work_that_takes_too_long_is_left_to_its_thread) {
  std::promise<void> release;
  auto held = std::make_shared<int>(1);
  const std::weak_ptr<int> left = held;
  auto work = [held = std::move(held), until = release.get_future().share()] {
    until.wait();
    return *held;
  };
  auto late = start(run_blocking(guard, pool, work, in(50ms)));
  auto stopped = start(run_blocking(guard, pool, std::move(work)));
  step();
  turn(50ms);
  EXPECT_EQ(late.outcome().first, wait_end::deadline);
  stopped.cancel();
  step();
  EXPECT_EQ(stopped.outcome().first, wait_end::cancelled);
  release.set_value();  // their late answers find nobody
}

TEST_F(pooling, throws_what_the_work_throws) {
  auto caught = [](std::shared_ptr<watchdog> by, blocking_pool& in) -> asio::awaitable<std::string> {
    try {
      co_await run_blocking(by, in, []() -> int { throw std::runtime_error{"disk"}; });
    } catch (const std::runtime_error& failure) {
      co_return failure.what();
    }
    co_return "";
  };
  auto one = start(caught(guard, pool));
  context.run();
  EXPECT_EQ(one.outcome(), "disk");
}

TEST_F(pooling, grows_to_its_limit_only) {
  std::mutex mutex;
  std::condition_variable change;
  int inside = 0, most = 0, ended = 0;
  bool open = false;
  for (int i = 0; i < 5; ++i)
    pool.run([&] {
      std::unique_lock lock{mutex};
      most = std::max(most, ++inside);
      change.notify_all();
      change.wait(lock, [&] { return open; });
      --inside;
      ++ended;
      change.notify_all();
    });
  std::unique_lock lock{mutex};
  change.wait(lock, [&] { return inside == 2; });
  open = true;
  change.notify_all();
  change.wait(lock, [&] { return ended == 5; });
  EXPECT_EQ(most, 2);
}

}  // namespace
}  // namespace aloft::flow
