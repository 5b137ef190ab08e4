// What waiting threads are asked meanwhile, and answers of refusals as they came.
#include <aloft/blocking.hpp>
#include <aloft/refused_answer.hpp>
#include <aloft/testing.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace aloft {
namespace {

namespace asio = boost::asio;

session_options options_with(std::shared_ptr<message_transport> transport) {
  session_options out;
  out.credentials = credentials{"AKID", "secret", "", {}, "", "explicit"};
  out.region = "us-east-1";
  out.transport = std::move(transport);
  out.max_attempts = 1;
  return out;
}

/// Answers when it is cancelled, and says so.
class silent_transport final : public message_transport {
 public:
  asio::awaitable<result<http_response>> exchange(http_request) override {
    asio::steady_timer never{co_await asio::this_coro::executor, asio::steady_timer::time_point::max()};
    begun = true;
    co_await never.async_wait(asio::as_tuple(asio::deferred));
    co_return error{error_kind::cancelled, "Cancelled", "nobody waits any more"};
  }
  std::atomic<bool> begun = false;
};

TEST(WatchedWait, EndsTheCallWhenItsHookSaysSo) {
  const session of{options_with(std::make_shared<silent_transport>())};
  int asked = 0;
  const blocking_client waits{of.client("dynamodb"), {[&] { return ++asked == 3; }, std::chrono::milliseconds{1}}};
  const auto outcome = waits.try_call("list_tables");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind(), error_kind::cancelled);
  EXPECT_EQ(asked, 3);
}

TEST(WatchedWait, AsksTheHookOfAThreadThatDoesNotDriveTheLoop) {
  const auto transport = std::make_shared<silent_transport>();
  const session of{options_with(transport)};
  std::atomic<bool> stop_first = false;
  std::thread first{[&] {
    const blocking_client waits{of.client("dynamodb"),
                                {[&] { return stop_first.load(); }, std::chrono::milliseconds{1}}};
    EXPECT_FALSE(waits.try_call("list_tables"));
  }};
  while (!transport->begun) std::this_thread::yield();
  const blocking_client second{of.client("dynamodb"), {[] { return true; }, std::chrono::milliseconds{1}}};
  const auto outcome = second.try_call("list_tables");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind(), error_kind::cancelled);
  stop_first = true;
  first.join();
}

TEST(WatchedWait, IsAsUsualWhereItsHookSaysNothing) {
  const auto answers =
      std::make_shared<testing::scripted_transport>(std::vector{testing::reply(200, R"({"TableNames": ["a"]})")});
  const session of{options_with(answers)};
  const blocking_client waits{of.client("dynamodb"), {[] { return false; }}};
  const response came = waits.call("list_tables");
  EXPECT_EQ(came["TableNames"][0].as_text(), "a");
}

TEST(RefusedAnswer, IsThereAsItCame) {
  const std::string body =
      R"({"__type": "com.amazonaws#ResourceNotFoundException", "message": "no such table", "more": 1})";
  header_list headers;
  headers.add("x-amzn-RequestId", "1-2-3");
  const auto answers = std::make_shared<testing::scripted_transport>(std::vector{testing::reply(400, body, headers)});
  const session of{options_with(answers)};
  refused_answer refused;
  call_options how;
  how.refused = &refused;
  const auto outcome = blocking(of.client("dynamodb")).try_call("list_tables", {}, how);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code(), "ResourceNotFoundException");
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(refused.body, body);
  EXPECT_EQ(refused.headers.find("x-amzn-requestid"), "1-2-3");
}

TEST(RefusedAnswer, StaysEmptyForAnAnswer) {
  const auto answers = std::make_shared<testing::scripted_transport>(std::vector{testing::reply(200, "{}")});
  const session of{options_with(answers)};
  refused_answer refused;
  call_options how;
  how.refused = &refused;
  EXPECT_TRUE(blocking(of.client("dynamodb")).try_call("list_tables", {}, how));
  EXPECT_EQ(refused.status, 0);
  EXPECT_TRUE(refused.body.empty());
}

}  // namespace
}  // namespace aloft
