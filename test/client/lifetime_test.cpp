// Responses, clients, sessions and contexts go in any order; handlers that throw break nothing but themselves.

#include "aloft/blocking.hpp"
#include "client/machine.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/strand.hpp>

#include <algorithm>
#include <array>
#include <future>
#include <memory>
#include <stdexcept>
#include <thread>

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::HasSubstr;

const std::string object = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nthe beginning";
const boost::json::value where{{"Bucket", "b"}, {"Key", "k"}};

struct lifetimes : ::testing::Test {
  scripted_server server{[](peer& client) {
    client.read_request();
    client.write(object);
    client.stall();
  }};
  scripted_server regions{always(answer(200, two_regions))};

  /// The head has come, the body has not.
  std::optional<response> begun(asio::io_context& context, const session& by) {
    std::optional<response> got;
    by.client("s3").async_call("get_object", where, [&](std::exception_ptr thrown, response answer) {
      EXPECT_FALSE(thrown);
      got.emplace(std::move(answer));
    });
    context.restart();
    while (!got) context.run_one();
    return got;
  }
};

/// A page, a piece of a body and a call are under way, and everything goes in the order of these numbers.
void vanish(const scripted_server& server, const std::array<int, 6>& order) {
  auto context = std::make_unique<asio::io_context>();
  auto by = std::make_unique<session>(context->get_executor(), options_for(server));
  auto s3 = std::make_unique<client>(by->client("s3"));
  auto head = std::make_unique<response>(run(*context, s3->call("get_object", where)));
  auto body = std::make_unique<response_body>(std::move(*head).body());
  auto groups = std::make_unique<pages>(by->client("logs").pages("describe_log_groups"));
  EXPECT_EQ(run(*context, body->read()), "the beginning");
  EXPECT_TRUE(run(*context, groups->next()).has_value());

  const auto left = std::make_shared<int>(0);
  body->async_read([left](std::exception_ptr, std::string_view) { ++*left; });
  groups->async_next([left](std::exception_ptr, std::optional<response>) { ++*left; });
  s3->async_call("get_object", {{"Bucket", "b"}, {"Key", "silent"}}, [left](std::exception_ptr, response) { ++*left; });
  context->restart();
  context->poll();
  for (const int which : order) {
    if (which == 0) context.reset();
    if (which == 1) by.reset();
    if (which == 2) s3.reset();
    if (which == 3) head.reset();
    if (which == 4) body.reset();
    if (which == 5) groups.reset();
  }
  EXPECT_EQ(*left, 0);
  EXPECT_EQ(left.use_count(), 1) << "the handlers went with their context";
}

TEST_F(lifetimes, everything_in_any_order) {
  scripted_server page_and_object{[](peer& client) {
    for (std::string request; !(request = client.read_request()).empty();) {
      const auto asks_for = [&](const char* what) { return request.find(what) != request.npos; };
      if (asks_for("silent") || asks_for("nextToken")) return client.stall();
      if (!asks_for("DescribeLogGroups")) {
        client.write(object);
        return client.stall();
      }
      client.write(answer(200, R"({"logGroups":[],"nextToken":"2"})"));
    }
  }};
  std::array<int, 6> order{0, 1, 2, 3, 4, 5};
  int nth = 0;
  do {
    if (nth++ % 12 == 0) vanish(page_and_object, order);
  } while (std::ranges::next_permutation(order).found);
}

TEST_F(lifetimes, a_response_of_async_call_after_its_context) {
  std::optional<response> kept;
  {
    asio::io_context context;
    const session by{context.get_executor(), options_for(server)};
    kept = begun(context, by);
  }
  EXPECT_EQ(kept->metadata().http_status, 200);
  kept.reset();
}

TEST_F(lifetimes, a_response_after_its_session_and_client) {
  asio::io_context context;
  std::optional<response> kept;
  {
    const session by{context.get_executor(), options_for(server)};
    kept = begun(context, by);
  }
  kept.reset();
  context.restart();
  context.run();  // nothing is left that would keep it
}

TEST_F(lifetimes, a_session_and_its_client_after_their_context) {
  std::unique_ptr<session> by;
  std::optional<client> s3;
  {
    asio::io_context context;
    by = std::make_unique<session>(context.get_executor(), options_for(server));
    s3.emplace(by->client("s3"));
    begun(context, *by);
  }
  s3.reset();
  by.reset();
}

TEST_F(lifetimes, a_call_under_way_and_its_context) {
  scripted_server silent{[](peer& client) { client.stall(); }};
  bool called = false;
  const auto left = std::make_shared<int>(1);
  {
    asio::io_context context;
    const session by{context.get_executor(), options_for(silent)};
    by.client("s3").async_call("get_object", where, [&called, left](std::exception_ptr, response) { called = true; });
    while (silent.connections() == 0) context.run_one();
  }
  EXPECT_FALSE(called);
  EXPECT_EQ(left.use_count(), 1) << "the handler went with its context";
}

TEST_F(lifetimes, the_caller_s_signal_after_the_call_and_its_context) {
  asio::cancellation_signal stop;
  bool over = false;
  {
    asio::io_context context;
    const session by{context.get_executor(), options_for(regions)};
    by.client("ec2").async_call(
        "describe_regions",
        asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr, response) { over = true; }));
    while (!over) context.run_one();
  }
  stop.emit(asio::cancellation_type::terminal);  // concerns nobody
}

TEST_F(lifetimes, cancelled_between_start_and_first_step) {
  asio::io_context context;
  const session by{context.get_executor(), options_for(regions)};
  asio::cancellation_signal stop;
  std::string seen;
  by.client("ec2").async_call("describe_regions",
                              asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr thrown, response) {
                                try {
                                  if (thrown) std::rethrow_exception(thrown);
                                  seen = "ok";
                                } catch (const error& failure) {
                                  seen = failure.code();
                                }
                              }));
  stop.emit(asio::cancellation_type::terminal);
  context.run();
  EXPECT_EQ(seen, "Cancelled");
  EXPECT_EQ(regions.connections(), 0);
}

TEST_F(lifetimes, calls_under_way_go_with_the_last_handle_of_a_session_with_a_loop_of_its_own) {
  scripted_server silent{[](peer& client) { client.stall(); }};
  const auto left = std::make_shared<int>(1);
  bool called = false;
  {
    std::optional<client> last;
    {
      const session by{options_for(regions)};
      last.emplace(by.client("ec2"));
      by.client("s3", {.endpoint_url = "http://127.0.0.1:" + std::to_string(silent.port())})
          .async_call("get_object", where, [&called, left](std::exception_ptr, response) { called = true; });
    }
    while (silent.connections() == 0) blocking(*last).call("describe_regions");
    EXPECT_EQ(left.use_count(), 2);
  }
  EXPECT_FALSE(called);
  EXPECT_EQ(left.use_count(), 1);
}

TEST_F(lifetimes, a_handler_that_throws_in_a_session_s_own_loop) {
  kept_log log;
  auto options = options_for(regions);
  options.log = &log;
  const session by{options};
  by.client("ec2").async_call("describe_regions",
                              [](std::exception_ptr, response) { throw std::runtime_error{"not my day"}; });
  // Whoever waits drives the loop; the other call ends in the course of one of these, and breaks none of them.
  const auto thrown = [&] { return log.lines().find("not my day") != std::string::npos; };
  for (int calls = 0; calls < 2 || (calls < 1000 && !thrown()); ++calls)
    EXPECT_EQ(blocking(by.client("ec2")).call("describe_regions").metadata().http_status, 200);
  EXPECT_TRUE(thrown()) << log.lines();
}

TEST_F(lifetimes, a_blocking_call_learns_that_its_executor_was_stopped) {
  asio::io_context context;
  const auto work = asio::make_work_guard(context);
  const session by{context.get_executor(), options_for(server)};
  std::thread runner{[&] { context.run(); }};
  auto outcome = std::async(std::launch::async, [&] {
    scripted_server silent{[](peer& client) { client.stall(); }};
    return blocking(by.client("s3", {.endpoint_url = "http://127.0.0.1:" + std::to_string(silent.port())}))
        .try_call("get_object", where);
  });
  while (by.counters().connections_opened == 0) std::this_thread::yield();
  context.stop();
  runner.join();
  const auto seen = outcome.get();
  ASSERT_FALSE(seen);
  EXPECT_EQ(seen.error().code(), "ExecutorStopped");
}

}  // namespace
}  // namespace aloft
