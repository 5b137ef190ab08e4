#include "client/fixture.hpp"

#include "aloft/blocking.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <future>
#include <thread>

namespace aloft {
namespace {

using namespace aloft::testing;

struct tokens : ::testing::Test {
  scripted_server server{always(answer(200, two_regions))};
  scripted_server refusing{always(answer(400, ec2_error("UnauthorizedOperation")))};
};

TEST_F(tokens, future) {
  asio::io_context context;
  session with{context.get_executor(), options_for(server)};
  auto later = with.client("ec2").async_call("describe_regions", asio::use_future);
  auto failing = session{context.get_executor(), options_for(refusing)}.client("ec2").async_call("describe_regions",
                                                                                                 asio::use_future);
  context.run();
  const response page = later.get();
  EXPECT_EQ(page["Regions"].size(), 2U);
  try {
    failing.get();
    FAIL() << "expected an error";
  } catch (const error& failure) {
    EXPECT_EQ(failure.code(), "UnauthorizedOperation");
  }
}

TEST_F(tokens, callback_on_its_own_executor) {
  asio::io_context context;
  asio::thread_pool other{1};
  session with{context.get_executor(), options_for(server)};
  std::promise<bool> there;
  with.client("ec2").async_call(
      "describe_regions", R"({"AllRegions": true})"_json,
      asio::bind_executor(other.get_executor(), [&](std::exception_ptr failure, response page) {
        there.set_value(!failure && page["Regions"].size() == 2 && other.get_executor().running_in_this_thread());
      }));
  context.run();
  EXPECT_TRUE(there.get_future().get());
  other.join();
}

TEST_F(tokens, awaitable) {
  asio::io_context context;
  session with{context.get_executor(), options_for(server)};
  const response page = run(context, with.client("ec2").async_call("describe_regions", asio::use_awaitable));
  EXPECT_EQ(page["Regions"].size(), 2U);
}

TEST_F(tokens, a_pool_of_threads) {
  asio::thread_pool pool{4};
  session with{pool.get_executor(), options_for(server)};
  auto ec2 = with.client("ec2");
  std::vector<std::future<response>> all;
  for (int i = 0; i < 200; ++i) all.push_back(ec2.async_call("describe_regions", asio::use_future));
  for (auto& one : all) {
    const response page = one.get();
    EXPECT_EQ(page["Regions"].size(), 2U);
  }
  pool.join();
}

TEST_F(tokens, blocking_on_a_loop_of_the_sessions_own) {
  session with{options_for(server)};
  const response page = blocking(with.client("ec2")).call("describe_regions");
  EXPECT_EQ(page["Regions"].size(), 2U);
  session failing{options_for(refusing)};
  EXPECT_EQ(blocking(failing.client("ec2")).try_call("describe_regions").error().code(), "UnauthorizedOperation");
  EXPECT_THROW(blocking(failing.client("ec2")).call("describe_regions"), error);
}

TEST_F(tokens, blocking_reads_bodies_too) {
  scripted_server objects{always(answer(200, "content"))};
  session with{options_for(objects)};
  const auto s3 = blocking(with.client("s3"));
  const boost::json::value key{{"Bucket", "b"}, {"Key", "k"}};
  auto whole = s3.call("get_object", key);
  EXPECT_EQ(s3.collect_body(whole), "content");
  auto pieces = s3.call("get_object", key);
  EXPECT_EQ(s3.read_body(pieces), "content");
  EXPECT_EQ(s3.read_body(pieces), "");
  auto large = s3.call("get_object", key);
  EXPECT_THROW(s3.collect_body(large, 3), error);
  auto saved = s3.call("get_object", key);
  EXPECT_EQ(s3.save_body(saved, "/dev/null"), 7U);
}

TEST_F(tokens, blocking_from_many_threads_on_one_loop) {
  session with{options_for(server)};
  auto ec2 = blocking(with.client("ec2"));
  std::atomic<int> served{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i)
    threads.emplace_back([&] {
      for (int k = 0; k < 20; ++k) served += ec2.try_call("describe_regions") ? 1 : 0;
    });
  for (auto& one : threads) one.join();
  EXPECT_EQ(served, 16 * 20);
}

TEST_F(tokens, blocking_while_another_thread_runs_the_executor) {
  asio::io_context context;
  auto work = asio::make_work_guard(context);
  std::thread runner{[&] { context.run(); }};
  session with{context.get_executor(), options_for(server)};
  EXPECT_TRUE(blocking(with.client("ec2")).try_call("describe_regions"));
  work.reset();
  runner.join();
}

TEST_F(tokens, blocking_in_a_thread_that_runs_the_executor_is_a_mistake_not_a_deadlock) {
  auto code_on = [&](asio::any_io_executor executor) {
    std::promise<std::string> code;
    asio::post(executor, [&, executor] {
      session with{executor, options_for(server)};
      auto outcome = blocking(with.client("ec2")).try_call("describe_regions");
      code.set_value(outcome ? "ok" : outcome.error().code());
    });
    return code;
  };
  asio::io_context context;
  auto on_loop = code_on(context.get_executor());
  auto on_strand = code_on(asio::make_strand(asio::any_io_executor{context.get_executor()}));
  context.run();
  EXPECT_EQ(on_loop.get_future().get(), "WouldDeadlock");
  EXPECT_EQ(on_strand.get_future().get(), "WouldDeadlock");
  asio::thread_pool pool{1};
  auto on_pool = code_on(pool.get_executor());
  EXPECT_EQ(on_pool.get_future().get(), "WouldDeadlock");
  pool.join();
}

TEST_F(tokens, blocking_inside_a_callback_of_the_sessions_own_loop_is_a_mistake_too) {
  session with{options_for(server)};
  auto ec2 = with.client("ec2");
  std::string code;
  ec2.async_call("describe_regions", [&](std::exception_ptr, response) {
    auto outcome = blocking(ec2).try_call("describe_regions");
    code = outcome ? "ok" : outcome.error().code();
  });
  while (code.empty()) blocking(ec2).call("describe_regions");
  EXPECT_EQ(code, "WouldDeadlock");
}

}  // namespace
}  // namespace aloft
