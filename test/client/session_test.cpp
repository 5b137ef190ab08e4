#include "client/fixture.hpp"

#include <boost/asio/this_coro.hpp>

#include <cstdlib>
#include <ctime>

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;

struct sessions : ::testing::Test {
  asio::io_context context;

  std::string first_call(session_options options, client_options how = {}) {
    session with{context.get_executor(), std::move(options)};
    auto outcome = run(context, with.client("ec2", std::move(how)).try_call("describe_regions"));
    return outcome ? "ok" : outcome.error().code();
  }
};

TEST_F(sessions, unknown_services_get_suggestions) {
  session with{context.get_executor()};
  const auto outcome = with.try_client("ec3");
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code(), "UnknownService");
  EXPECT_THAT(outcome.error().message(), HasSubstr("ec2"));
  EXPECT_THROW(with.client("ec3"), error);
}

TEST_F(sessions, bad_options_are_named) {
  session with{context.get_executor()};
  auto message = [&](client_options options) {
    auto outcome = with.try_client("ec2", std::move(options));
    EXPECT_FALSE(outcome);
    return outcome ? std::string{} : outcome.error().message();
  };
  EXPECT_THAT(message({.region = "eu west"}), HasSubstr("region"));
  EXPECT_THAT(message({.max_attempts = 0}), HasSubstr("max_attempts"));
  EXPECT_THAT(message({.attempt_timeout = -1ms}), HasSubstr("attempt_timeout"));
  EXPECT_THAT(message({.endpoint_url = "localhost"}), AllOf(HasSubstr("endpoint_url"), HasSubstr("localhost")));
}

TEST_F(sessions, making_one_reads_nothing_and_cannot_fail) {
  session_options options;
  options.profile = "absent";
  EXPECT_EQ(first_call(options), "ProfileNotFound") << "said by the first call";
}

TEST_F(sessions, what_is_missing_is_said_by_the_first_call) {
  scripted_server server{always(answer(200, two_regions))};
  auto options = options_for(server);
  options.region = "";
  EXPECT_EQ(first_call(options), "NoRegion");
  EXPECT_EQ(first_call(options, {.region = "eu-west-1"}), "ok");
  options = options_for(server);
  options.credentials.reset();
  EXPECT_EQ(first_call(options), "NoCredentials");
}

TEST_F(sessions, the_environment_is_read) {
  // Nobody listens there: a server's threads must not run while the environment changes.
  const std::vector<std::pair<const char*, const char*>> variables{{"AWS_REGION", "eu-west-3"},
                                                                   {"AWS_ENDPOINT_URL_EC2", "http://127.0.0.1:1"},
                                                                   {"AWS_ACCESS_KEY_ID", "AKID"},
                                                                   {"AWS_SECRET_ACCESS_KEY", "secret"},
                                                                   {"AWS_MAX_ATTEMPTS", "1"}};
  for (const auto& [name, text] : variables) ::setenv(name, text, 1);
  session with{context.get_executor()};
  const auto outcome = run(context, with.client("ec2").try_call("describe_regions"));
  for (const auto& [name, text] : variables) ::unsetenv(name);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code(), "ConnectionRefused") << "with keys, or it would be NoCredentials";
  EXPECT_EQ(outcome.error().info().endpoint, "http://127.0.0.1:1");
  EXPECT_EQ(outcome.error().info().region, "eu-west-3");
  EXPECT_EQ(outcome.error().info().attempts.size(), 1U);
}

TEST_F(sessions, clients_are_cheap_once_the_first_is_made) {
  session with{context.get_executor()};
  (void)with.client("ec2");
  (void)with.client("sts");
  const std::clock_t begun = std::clock();  // of the processor: other programs do not count
  constexpr int count = 1000;
  for (int i = 0; i < count; ++i) (void)with.client(i % 2 == 0 ? "ec2" : "sts", {.region = "eu-west-1"});
  const auto each = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC / count;
  EXPECT_LT(each, 0.002) << "less than reading the model once more, under any sanitizer";
}

TEST_F(sessions, options_may_be_written_inside_co_await) {
  scripted_server server{always(answer(200, two_regions))};
  auto work = [](std::string url) -> asio::awaitable<std::string> {
    session with{co_await asio::this_coro::executor};
    const response page =
        co_await with.client("ec2", {.region = "eu-west-3", .endpoint_url = url, .sign_requests = false})
            .call("describe_regions", {}, {.operation_timeout = 30s});
    const boost::json::value object{{"Bucket", "a-bucket"}, {"Key", "k"}};  // GCC 12 takes no lists inside co_await
    (void)co_await with
        .client("s3", {.endpoint_url = url, .sign_requests = false, .endpoint = {.auth_scheme_preference = "sigv4"}})
        .try_call("put_object", object, {.body = request_body::bytes(std::string(100, 'x'))});
    co_return page.metadata().region;
  };
  EXPECT_EQ(run(context, work("http://127.0.0.1:" + std::to_string(server.port()))), "eu-west-3");
}

TEST_F(sessions, regions_of_clients) {
  session_options options;
  options.region = "eu-west-1";
  session with{context.get_executor(), options};
  EXPECT_EQ(with.client("ec2").region(), "eu-west-1");
  EXPECT_EQ(with.client("ec2", {.region = "us-east-1"}).region(), "us-east-1");
  EXPECT_EQ(with.client("EC2").service_name(), "ec2");
  EXPECT_EQ(session{context.get_executor()}.client("ec2").region(), "");
}

}  // namespace
}  // namespace aloft
