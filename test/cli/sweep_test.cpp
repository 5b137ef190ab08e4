// Many targets at once: what is kept when somebody cannot wait, and what is said about those that do not answer.

#include "cli/sweep/sweep.hpp"
#include "cli/sweep/adaptive_limit.hpp"

#include <gmock/gmock.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

std::vector<call_target> places(asio::io_context& context, const std::vector<std::string>& names) {
  const session session{context.get_executor()};
  std::vector<call_target> targets;
  for (const auto& name : names) targets.push_back({session, {}, {}, name, name});
  return targets;
}

TEST(sweep, keeps_what_came_before_an_interruption) {
  asio::io_context context;
  console out;
  const auto targets = places(context, {"a", "b", "c"});
  target_reports reports{out, targets.size()};
  asio::cancellation_signal interrupt;
  const auto ask = [&](const call_target& target) -> asio::awaitable<int> {
    if (target.place == "a") co_return 1;
    if (target.place == "b") throw error{error_kind::service, "Refused", "no"};
    asio::post(context, [&] { interrupt.emit(asio::cancellation_type::terminal); });
    asio::steady_timer never{context, asio::steady_timer::time_point::max()};
    co_await never.async_wait(asio::use_awaitable);
    co_return 3;
  };
  std::optional<sweep_answers<int>> answers;
  const auto run = [&]() -> asio::awaitable<void> { answers = co_await sweep<int>(targets, ask, 3, reports); };
  asio::co_spawn(context, run, asio::bind_cancellation_slot(interrupt.slot(), [](const std::exception_ptr&) {}));
  context.run();
  ASSERT_TRUE(answers);
  EXPECT_TRUE(answers->interrupted);
  ASSERT_EQ(answers->by_target.size(), 3u);
  ASSERT_TRUE(answers->by_target[0] && *answers->by_target[0]);
  EXPECT_EQ(**answers->by_target[0], 1);
  ASSERT_TRUE(answers->by_target[1] && !*answers->by_target[1]);
  EXPECT_EQ(answers->by_target[1]->error().code(), "Refused");
  EXPECT_FALSE(answers->by_target[2]);
  testing::internal::CaptureStderr();
  EXPECT_EQ(reports.interrupted(), 130);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "aloft: interrupted: 1 of 3 regions had answered\n");
}

error refused(const std::string& code, const std::string& region) {
  error_info info;
  info.kind = error_kind::service;
  info.code = code;
  info.message = "no";
  info.region = region;
  return error{std::move(info)};
}

TEST(sweep, tells_closed_regions_from_failures) {
  console out;
  target_reports reports{out, 5};
  reports.done("us-east-1");
  for (const char* region : {"ap-east-1", "me-south-1"}) reports.failed(refused("AuthFailure", region));
  for (const char* region : {"eu-north-1", "eu-south-1"}) reports.failed(refused("UnauthorizedOperation", region));
  testing::internal::CaptureStderr();
  EXPECT_EQ(reports.status(), 1);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "aloft: not enabled for this account: ap-east-1, me-south-1 (AuthFailure: no)\n"
            "aloft: not permitted in: eu-north-1, eu-south-1 (UnauthorizedOperation: no)\n");
}

TEST(sweep, closed_regions_alone_are_no_failure) {
  console out;
  target_reports some{out, 3}, all{out, 2};
  some.done("us-east-1");
  testing::internal::CaptureStderr();
  for (const char* region : {"ap-east-1", "me-south-1"}) {
    some.failed(refused("OptInRequired", region));
    all.failed(refused("OptInRequired", region));
  }
  EXPECT_EQ(some.status(), 0);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "aloft: not enabled for this account: ap-east-1, me-south-1 (OptInRequired: no)\n");
  testing::internal::CaptureStderr();
  EXPECT_EQ(all.status(), 254);
  testing::internal::GetCapturedStderr();
}

TEST(sweep, ends_with_the_failures_own_status_when_nobody_answers) {
  console out;
  target_reports alike{out, 2}, mixed{out, 2};
  testing::internal::CaptureStderr();
  for (const char* region : {"a", "b"}) alike.failed(refused("InternalError", region));
  EXPECT_EQ(alike.status(), 254);
  mixed.failed(refused("InternalError", "a"));
  mixed.failed(error{error_kind::connect, "ConnectFailed", "no"});
  EXPECT_EQ(mixed.status(), 255);
  testing::internal::GetCapturedStderr();
}

TEST(adaptive_limit, halves_when_throttled_and_grows_back) {
  asio::io_context context;
  adaptive_limit limit{16};
  std::vector<std::unique_ptr<adaptive_limit::permit>> held;
  const auto take = [&]() -> asio::awaitable<void> {
    held.push_back(std::make_unique<adaptive_limit::permit>(co_await limit.acquire()));
  };
  const auto run = [&] {
    context.restart();
    context.poll();
  };
  for (int i = 0; i < 20; ++i) asio::co_spawn(context, take, asio::detached);
  run();
  EXPECT_EQ(held.size(), 16u);
  // All that was under way together is throttled: that halves once.
  for (const auto& one : held) one->went(true);
  EXPECT_EQ(limit.limit(), 8u);
  held.erase(held.begin(), held.begin() + 9);
  run();
  EXPECT_EQ(held.size(), 8u);  // seven are left, and one has come in
  held.back()->went(true);
  EXPECT_EQ(limit.limit(), 4u);
  held.clear();
  run();
  EXPECT_EQ(held.size(), 3u);  // the last of those who waited
  for (int i = 0; i < 200; ++i) held.front()->went(false);
  EXPECT_EQ(limit.limit(), 16u);
  held.front()->went(false);
  EXPECT_EQ(limit.limit(), 16u);
}

TEST(adaptive_limit, who_waits_can_be_interrupted) {
  asio::io_context context;
  adaptive_limit limit{1};
  asio::cancellation_signal interrupt;
  std::optional<adaptive_limit::permit> held;
  const auto hold = [&]() -> asio::awaitable<void> { held.emplace(co_await limit.acquire()); };
  const auto wait = [&]() -> asio::awaitable<void> { co_await limit.acquire(); };
  std::exception_ptr thrown;
  asio::co_spawn(context, hold, asio::detached);
  asio::co_spawn(context, wait,
                 asio::bind_cancellation_slot(interrupt.slot(), [&](std::exception_ptr failure) { thrown = failure; }));
  context.poll();
  interrupt.emit(asio::cancellation_type::terminal);
  context.run();
  EXPECT_THROW(std::rethrow_exception(thrown), error);
}

}  // namespace
}  // namespace aloft::cli
