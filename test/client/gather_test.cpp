#include "aloft/gather.hpp"

#include "client/fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <ranges>
#include <sstream>

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

asio::awaitable<void> turn() { co_await asio::post(co_await asio::this_coro::executor, asio::deferred); }

asio::awaitable<int> doubled(int value, int turns = 1) {
  for (int i = 0; i < turns; ++i) co_await turn();
  co_return value * 2;
}

asio::awaitable<int> failing(const char* code) {
  co_await turn();
  throw error{error_kind::service, code, "no"};
}

asio::awaitable<int> forever(int& cancelled) {
  asio::steady_timer timer{co_await asio::this_coro::executor, std::chrono::hours{1}};
  try {
    co_await timer.async_wait(asio::deferred);
  } catch (const boost::system::system_error&) {
    ++cancelled;
    throw;
  }
  co_return 0;
}

struct gathering : ::testing::Test {
  asio::io_context context;
};

TEST_F(gathering, keeps_the_order_of_the_range) {
  const std::vector<int> items{5, 1, 4, 2};
  EXPECT_THAT(run(context, gather(items, [](const int& item) { return doubled(item, 10 * item); })),
              ElementsAre(10, 2, 8, 4));
}

TEST_F(gathering, an_empty_range_gives_an_empty_list) {
  EXPECT_TRUE(run(context, gather(std::vector<int>{}, [](int item) { return doubled(item); })).empty());
}

TEST_F(gathering, takes_items_only_when_there_is_room) {
  int taken = 0, done = 0, running = 0, most = 0, ahead = 0;
  auto lazy = std::views::iota(0, 100) | std::views::transform([&](int item) {
                ahead = std::max(ahead, ++taken - done);
                return item;
              });
  auto work = [&](int item) -> asio::awaitable<int> {
    most = std::max(most, ++running);
    co_await turn();
    --running;
    ++done;
    co_return item;
  };
  const auto all = run(context, gather(lazy, work, {.limit = 7}));
  EXPECT_EQ(all.size(), 100U);
  EXPECT_EQ(all[99], 99);
  EXPECT_EQ(most, 7);
  EXPECT_EQ(taken, 100);
  EXPECT_EQ(ahead, 7) << "items taken that were not done";
}

TEST_F(gathering, items_of_one_pass_ranges_live_as_long_as_their_awaitable) {
  std::istringstream words{"alpha beta gamma delta"};
  auto work = [](const std::string& word) -> asio::awaitable<std::string> {
    co_await turn();
    co_await turn();
    co_return word + '!';
  };
  const auto all =
      run(context,
          gather(std::ranges::subrange(std::istream_iterator<std::string>{words}, std::istream_iterator<std::string>{}),
                 work));
  EXPECT_THAT(all, ElementsAre("alpha!", "beta!", "gamma!", "delta!"));
}

TEST_F(gathering, the_first_failure_cancels_the_others_waits_for_them_and_is_thrown) {
  int cancelled = 0;
  std::vector<int> items{0, 1, 2, 3};
  auto work = [&](int item) { return item == 2 ? failing("Bad") : forever(cancelled); };
  try {
    run(context, gather(items, work));
    FAIL() << "expected an error";
  } catch (const error& failure) {
    EXPECT_EQ(failure.code(), "Bad");
  }
  EXPECT_EQ(cancelled, 3);
}

TEST_F(gathering, nothing_is_started_after_a_failure) {
  int started = 0;
  auto work = [&](int) {
    ++started;
    return failing("Bad");
  };
  EXPECT_THROW(run(context, gather(std::views::iota(0, 1000), work, {.limit = 4})), error);
  EXPECT_EQ(started, 4);
}

TEST_F(gathering, a_callable_that_throws_counts_as_a_failure) {
  int cancelled = 0;
  auto work = [&](int item) {
    if (item == 2) throw std::runtime_error{"thrown by the callable"};
    return forever(cancelled);
  };
  EXPECT_THROW(run(context, gather(std::vector<int>{0, 1, 2}, work)), std::runtime_error);
  EXPECT_EQ(cancelled, 2);
}

TEST_F(gathering, results_keep_failures_apart) {
  std::vector<int> items{1, 2, 3};
  auto work = [](int item) { return item == 2 ? failing("Bad") : doubled(item); };
  const auto all = run(context, gather_results(items, work));
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].value(), 2);
  EXPECT_EQ(all[1].error().code(), "Bad");
  EXPECT_EQ(all[2].value(), 6);
}

TEST_F(gathering, results_keep_a_callable_that_throws_for_its_own_item) {
  auto work = [](int item) {
    if (item == 2) throw error{error_kind::usage, "UnknownRegion", "no such region"};
    return doubled(item);
  };
  const auto all = run(context, gather_results(std::vector<int>{1, 2, 3, 2}, work));
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].value(), 2);
  EXPECT_EQ(all[1].error().code(), "UnknownRegion");
  EXPECT_EQ(all[2].value(), 6);
  EXPECT_EQ(all[3].error().code(), "UnknownRegion");
}

TEST_F(gathering, awaitables_of_results_are_unwrapped) {
  auto work = [](int item) -> asio::awaitable<result<int>> {
    if (item < 0) co_return error{error_kind::usage, "Negative", ""};
    co_return item;
  };
  EXPECT_THAT(run(context, gather(std::vector<int>{1, 2}, work)), ElementsAre(1, 2));
  EXPECT_THROW(run(context, gather(std::vector<int>{1, -2}, work)), error);
  EXPECT_EQ(run(context, gather_results(std::vector<int>{1, -2}, work))[1].error().code(), "Negative");
}

TEST_F(gathering, awaitables_of_nothing) {
  int done = 0;
  auto work = [&](int) -> asio::awaitable<void> {
    co_await turn();
    ++done;
  };
  auto all = [](auto each) -> asio::awaitable<int> {
    co_await gather(std::views::iota(0, 5), each);
    auto results = co_await gather_results(std::views::iota(0, 5), each);
    co_return static_cast<int>(results.size());
  };
  EXPECT_EQ(run(context, all(work)), 5);
  EXPECT_EQ(done, 10);
}

TEST_F(gathering, a_limit_of_zero_is_a_mistake) {
  EXPECT_THROW(run(context, gather(std::vector<int>{1}, [](int item) { return doubled(item); }, {.limit = 0})), error);
}

TEST_F(gathering, cancelling_the_parent_cancels_the_children_and_waits_for_them) {
  asio::cancellation_signal stop;
  int cancelled = 0;
  std::string seen;
  auto parent = [&]() -> asio::awaitable<void> {
    try {
      co_await gather(
          std::views::iota(0, 10), [&](int) { return forever(cancelled); }, gather_options{4});
    } catch (const error& failure) {
      seen = to_string(failure.kind());
    }
  };
  asio::co_spawn(context, parent(), asio::bind_cancellation_slot(stop.slot(), [](std::exception_ptr) {}));
  context.poll();
  stop.emit(asio::cancellation_type::terminal);
  context.run();
  EXPECT_EQ(cancelled, 4);
  EXPECT_EQ(seen, "cancelled");
}

TEST_F(gathering, a_context_that_goes_leaves_nothing_behind) {
  int cancelled = 0;
  std::weak_ptr<int> left;
  {
    asio::io_context gone;
    auto held = std::make_shared<int>(1);
    left = held;
    auto parent = [](auto kept, int& counter) -> asio::awaitable<void> {
      co_await gather(std::views::iota(0, 10), [&](int) { return forever(counter); });
      (void)kept;
    };
    asio::co_spawn(gone, parent(std::move(held), cancelled), asio::detached);
    gone.poll();
  }
  EXPECT_TRUE(left.expired());
}

TEST_F(gathering, can_be_nested) {
  auto inner = [](int item) { return gather(std::vector<int>{item, item + 1}, [](int one) { return doubled(one); }); };
  const auto all = run(context, gather(std::vector<int>{1, 10}, inner));
  EXPECT_THAT(all, ElementsAre(ElementsAre(2, 4), ElementsAre(20, 22)));
}

TEST_F(gathering, on_a_pool_of_threads) {
  asio::thread_pool pool{4};
  auto work = [](int item) { return item % 50 == 49 ? failing("Bad") : doubled(item, 20); };
  for (int round = 0; round < 20; ++round) {
    auto all =
        asio::co_spawn(pool, gather_results(std::views::iota(0, 100), work, {.limit = 16}), asio::use_future).get();
    EXPECT_EQ(all.size(), 100U);
    EXPECT_THROW(asio::co_spawn(pool, gather(std::views::iota(0, 100), work, {.limit = 16}), asio::use_future).get(),
                 error);
  }
  pool.join();
}

/// Without those of scripted servers, which are known by their name.
int threads_of_ours() {
  int count = 0;
  for (const auto& task : std::filesystem::directory_iterator{"/proc/self/task"}) {
    std::string name;
    std::getline(std::ifstream{task.path() / "comm"}, name);
    count += name != testing::scripted_server::thread_name ? 1 : 0;
  }
  return count;
}

TEST_F(gathering, many_regions_from_temporary_clients) {
  scripted_server server{always(answer(200, two_regions))};
  session with{context.get_executor(), options_for(server)};
  const std::vector<std::string> regions{"eu-west-1", "eu-west-2", "us-east-1"};
  const auto all = run(context, gather(regions, [&](const std::string& region) {
                         return with.client("ec2", {.region = region}).call("describe_regions");
                       }));
  ASSERT_EQ(all.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(all[i].metadata().region, regions[i]);
}

TEST_F(gathering, a_thousand_calls_at_once_need_no_threads) {
  std::atomic<int> waiting{0};
  scripted_server server{[&](peer& client) {
                           while (!client.read_request().empty()) {
                             ++waiting;
                             client.write(answer(200, two_regions));
                           }
                         },
                         2048};
  session with{context.get_executor(), options_for(server)};
  auto ec2 = with.client("ec2");
  const int before = threads_of_ours();  // a sanitizer has some, and earlier tests' may not have gone yet
  int most = 0;
  auto work = [&](int) -> asio::awaitable<std::size_t> {
    const response page = co_await ec2.call("describe_regions");
    most = std::max(most, threads_of_ours());
    co_return page["Regions"].size();
  };
  const auto all = run(context, gather(std::views::iota(0, 1000), work, {.limit = 1000}));
  EXPECT_EQ(all.size(), 1000U);
  EXPECT_EQ(waiting, 1000);
  EXPECT_LE(most, before);
}

}  // namespace
}  // namespace aloft
