// The embedded AWS asked by aloft's own client, as users' tests do.

#include <aloft/gather.hpp>
#include <aloft/local.hpp>
#include <aloft/session.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace aloft {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::Contains;
using testing::SizeIs;

session_options options_for(const local::server& aws) {
  session_options options;
  options.region = "eu-west-1";
  options.credentials = local::demo_credentials();
  options.endpoint_url = aws.endpoint_url();
  return options;
}

/// Runs one coroutine to its end; gives what it returns.
template <class T>
T run(asio::io_context& context, asio::awaitable<T> work) {
  auto outcome = asio::co_spawn(context, std::move(work), asio::use_future);
  context.restart();
  context.run();
  return outcome.get();
}

/// The error of a call, or an empty one with code "none".
error failure_of(const result<response>& outcome) {
  return outcome ? error{error_kind::usage, "none", ""} : outcome.error();
}

class embedded : public testing::Test {
 public:
  result<response> try_call(std::string_view operation, std::string_view faults, call_options options = {}) {
    aws.inject(std::string{faults});
    return run(context, client().try_call(operation, {}, options));
  }
  aloft::client client() { return with.client("ec2"); }

  local::server aws;
  asio::io_context context;
  session with{context.get_executor(), options_for(aws)};
};

asio::awaitable<std::vector<std::string>> region_names(const session& with) {
  const auto ec2 = with.client("ec2");
  const auto answer = co_await ec2.call("describe_regions");
  std::vector<std::string> names;
  for (const auto region : answer["Regions"]) names.emplace_back(region["RegionName"].as_text());
  co_return names;
}

using steady = std::chrono::steady_clock;

asio::awaitable<response> timed(asio::awaitable<response> call, steady::duration& sum) {
  const auto begun = steady::now();
  response page = co_await std::move(call);
  sum += steady::now() - begun;
  co_return page;
}

/// And what the calls took, all added up.
asio::awaitable<std::set<std::string>> default_groups(const session& with, const std::vector<std::string>& regions,
                                                      steady::duration& sum) {
  const auto pages = co_await gather(regions, [&](const std::string& region) {
    client_options options;
    options.region = region;
    return timed(with.client("ec2", options).call("describe_security_groups"), sum);
  });
  std::set<std::string> ids;
  for (const auto& page : pages) ids.emplace(page["SecurityGroups"][0]["GroupId"].as_text());
  co_return ids;
}

TEST_F(embedded, every_region_answers_at_once) {
  const auto regions = run(context, region_names(with));
  ASSERT_THAT(regions, SizeIs(17));
  aws.set_latency(500ms);
  const auto begun = steady::now();
  steady::duration sum{0};
  EXPECT_THAT(run(context, default_groups(with, regions, sum)), SizeIs(17));  // each region has a group of its own
  const auto took = steady::now() - begun;
  EXPECT_GE(took, 500ms);
  EXPECT_GE(sum, 17 * 500ms);
  EXPECT_LT(took, sum / 2);  // one after another, it would be the sum
  EXPECT_EQ(aws.counters().operations.at("ec2.DescribeSecurityGroups"), 17u);
}

TEST_F(embedded, refusals_arrive_whole) {
  auto options = options_for(aws);
  options.credentials->secret_access_key = "wrong";
  const session wrong{context.get_executor(), options};
  const auto failure = failure_of(run(context, wrong.client("ec2").try_call("describe_vpcs")));
  EXPECT_EQ(failure.kind(), error_kind::service);
  EXPECT_EQ(failure.code(), "AuthFailure");
  EXPECT_EQ(failure.info().http_status, 401);
  EXPECT_FALSE(failure.info().request_id.empty());
  EXPECT_EQ(failure_of(run(context, wrong.client("sts").try_call("get_caller_identity"))).code(),
            "SignatureDoesNotMatch");
}

TEST_F(embedded, throttling_is_retried) {
  const auto outcome = try_call("describe_vpcs", "throttle=1x");
  ASSERT_TRUE(outcome) << outcome.error().what();
  EXPECT_THAT(outcome->metadata().attempts, SizeIs(1));
  EXPECT_EQ(outcome->metadata().attempts.at(0).code, "RequestLimitExceeded");
}

TEST_F(embedded, broken_answers_break_no_later_call) {
  for (const auto* faults : {"close=1x", "truncate=1x", "error=1x", "unavailable=1x"}) {
    const auto outcome = try_call("describe_vpcs", faults);
    EXPECT_TRUE(outcome) << faults << ": " << outcome.error().what();
  }
  EXPECT_EQ(failure_of(try_call("describe_vpcs", "garbage=1")).kind(), error_kind::protocol);
  EXPECT_TRUE(try_call("describe_vpcs", ""));
}

TEST_F(embedded, a_stalled_answer_times_out) {
  call_options options;
  options.operation_timeout = 100ms;
  EXPECT_EQ(failure_of(try_call("describe_vpcs", "stall=1", options)).kind(), error_kind::timeout);
}

asio::awaitable<std::size_t> many_calls(const aloft::client& ec2, std::size_t count) {
  std::vector<int> items(count);
  gather_options options;
  options.limit = count;
  const auto answers = co_await gather(
      items, [&](int) { return ec2.call("describe_vpcs"); }, options);
  co_return answers.size();
}

TEST_F(embedded, a_thousand_calls_wait_together) {
  aws.set_latency(100ms);
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(run(context, many_calls(client(), 1000)), 1000u);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 20s);  // one after another: 100 s
  EXPECT_EQ(aws.counters().requests, 1000u);
}

}  // namespace
}  // namespace aloft
