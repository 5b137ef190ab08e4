// Long polls over sockets: ended by a message, by a clock that the test turns, and by clients and servers that go.
// Client and server share one event loop, which the test drives, and one clock.

#include "support/turned_clock.hpp"

#include <aloft/local.hpp>
#include <aloft/session.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/object.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <optional>

namespace aloft {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;

using answer = std::future<result<response>>;

asio::awaitable<result<response>> ask_sqs(client sqs, std::string operation, json::value input) {
  co_return co_await sqs.try_call(operation, input);
}

class long_polls : public ::testing::Test {
 public:
  long_polls() {
    local::server_options server;
    server.clock = &clock;
    aws.emplace(context.get_executor(), server);
    session_options options;
    options.region = "eu-west-1";
    options.credentials = local::demo_credentials();
    options.endpoint_url = aws->endpoint_url();
    options.clock = &clock;
    with.emplace(context.get_executor(), options);
    const auto made = done(ask("create_queue", {{"QueueName", "jobs"}}));
    queue = made["QueueUrl"].as_text();
  }
  ~long_polls() override {
    with.reset();
    aws->stop();
    context.restart();
    context.run_for(1s);
  }

  answer ask(std::string operation, json::object input) {
    return asio::co_spawn(context, ask_sqs(with->client("sqs"), std::move(operation), json::value(std::move(input))),
                          asio::use_future);
  }
  static bool is_over(answer& one) { return one.wait_for(0s) == std::future_status::ready; }
  template <class Condition>
  void run_until(Condition condition) {
    context.restart();
    while (!condition()) context.run_one_for(1ms);
  }
  response done(answer one) {
    run_until([&] { return is_over(one); });
    return one.get().value();
  }
  /// A poll that has reached the server and waits there.
  answer poll(int seconds) {
    auto waiting = ask("receive_message", {{"QueueUrl", queue}, {"WaitTimeSeconds", seconds}});
    run_until([&] { return aws->counters().operations["sqs.ReceiveMessage"] == polls + 1; });
    ++polls;
    step();
    return waiting;
  }
  /// What can run without time passing.
  void step() {
    context.restart();
    for (int i = 0; i < 20; ++i) context.run_one_for(1ms);
  }
  void send(std::string_view body, int delay = 0) {
    done(ask("send_message", {{"QueueUrl", queue}, {"MessageBody", body}, {"DelaySeconds", delay}}));
  }
  static std::vector<std::string> bodies(const response& of) {
    std::vector<std::string> all;
    for (const auto message : of["Messages"]) all.emplace_back(message["Body"].as_text());
    return all;
  }

  testing::turned_clock clock;
  asio::io_context context;
  std::optional<local::server> aws;
  std::optional<session> with;
  std::string queue;
  std::uint64_t polls = 0;
};

TEST_F(long_polls, are_ended_by_a_message) {
  auto waiting = poll(20);
  EXPECT_FALSE(is_over(waiting));
  send("work");
  EXPECT_THAT(bodies(done(std::move(waiting))), ::testing::ElementsAre("work"));
}

TEST_F(long_polls, end_by_the_clock_alone) {
  auto waiting = poll(20);
  clock.turn(19999ms);
  step();
  EXPECT_FALSE(is_over(waiting));
  clock.turn(1ms);
  EXPECT_THAT(bodies(done(std::move(waiting))), ::testing::IsEmpty());
}

TEST_F(long_polls, get_what_becomes_visible_while_they_wait) {
  send("late", 5);
  auto waiting = poll(20);
  clock.turn(5s);
  EXPECT_THAT(bodies(done(std::move(waiting))), ::testing::ElementsAre("late"));
}

TEST_F(long_polls, end_with_the_server) {
  auto waiting = poll(20);
  aws->stop();
  run_until([&] {
    clock.turn(1s);  // the client tries again, after a while each time
    return is_over(waiting);
  });
  EXPECT_FALSE(waiting.get());
}

TEST_F(long_polls, share_what_comes) {
  std::vector<answer> waiting;
  for (int i = 0; i < 5; ++i) waiting.push_back(poll(20));
  for (int i = 0; i < 5; ++i) send(std::to_string(i));
  std::vector<std::string> all;
  for (auto& one : waiting)
    for (auto& body : bodies(done(std::move(one)))) all.push_back(std::move(body));
  EXPECT_THAT(all, ::testing::UnorderedElementsAre("0", "1", "2", "3", "4"));
}

}  // namespace
}  // namespace aloft
