#include "client/fixture.hpp"

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct call : ::testing::Test {
  asio::io_context context;

  result<response> ask(const scripted_server& server, const std::string& operation = "describe_regions",
                       boost::json::value input = {}) {
    session with{context.get_executor(), options_for(server)};
    return run(context, with.client("ec2").try_call(operation, std::move(input)));
  }
  error failure(const scripted_server& server, const std::string& operation = "describe_regions",
                boost::json::value input = {}) {
    auto outcome = ask(server, operation, std::move(input));
    EXPECT_FALSE(outcome);
    return outcome ? error{} : outcome.error();
  }
};

TEST_F(call, asks_and_reads_an_answer) {
  sequence script{{answer(200, two_regions, "x-amzn-RequestId: 17\r\n")}};
  scripted_server server{script.script()};
  session with{context.get_executor(), options_for(server)};
  const response regions = run(context, with.client("ec2").call("describe_regions", R"({"AllRegions": true})"_json));
  ASSERT_EQ(regions["Regions"].size(), 2U);
  EXPECT_EQ(regions["Regions"][1]["RegionName"].as_text(), "us-east-1");
  EXPECT_EQ(regions.metadata().http_status, 200);
  EXPECT_EQ(regions.metadata().request_id, "17");
  EXPECT_EQ(regions.metadata().region, "eu-west-1");
  EXPECT_EQ(regions.metadata().endpoint, "http://127.0.0.1:" + std::to_string(server.port()));
  EXPECT_TRUE(regions.metadata().attempts.empty());
  EXPECT_GT(regions.metadata().duration.count(), 0);
  ASSERT_EQ(script.requests().size(), 1U);
  EXPECT_THAT(script.requests()[0],
              AllOf(HasSubstr("POST / HTTP/1.1\r\n"), HasSubstr("Action=DescribeRegions&"),
                    HasSubstr("AllRegions=true"), HasSubstr("/eu-west-1/ec2/aws4_request"),
                    HasSubstr("amz-sdk-request: attempt=1; max=3\r\n"), HasSubstr("User-Agent: aloft/")));
}

TEST_F(call, any_spelling_of_the_operation) {
  scripted_server server{always(answer(200, two_regions))};
  for (const char* name : {"describe_regions", "DescribeRegions", "describe-regions"})
    EXPECT_TRUE(ask(server, name)) << name;
}

TEST_F(call, calls_of_one_session_share_connections) {
  scripted_server server{always(answer(200, two_regions))};
  session with{context.get_executor(), options_for(server)};
  for (int i = 0; i < 5; ++i) run(context, with.client("ec2").call("describe_regions"));
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(with.counters().connections_opened, 1U);
  EXPECT_EQ(with.counters().connections_reused, 4U);
}

TEST_F(call, a_service_error_carries_what_is_known) {
  scripted_server server{
      always(answer(400, ec2_error("InvalidInstanceID.NotFound", "The instance ID 'i-1' does not exist")))};
  const error seen = failure(server, "describe_instances", R"({"InstanceIds": ["i-1"]})"_json);
  EXPECT_EQ(seen.kind(), error_kind::service);
  EXPECT_EQ(seen.code(), "InvalidInstanceID.NotFound");
  EXPECT_EQ(seen.info().http_status, 400);
  EXPECT_EQ(seen.info().request_id, "0503f4e9");
  EXPECT_EQ(seen.info().service, "ec2");
  EXPECT_EQ(seen.info().operation, "DescribeInstances");
  EXPECT_EQ(seen.info().region, "eu-west-1");
  EXPECT_EQ(seen.info().attempts.size(), 1U);
  EXPECT_FALSE(seen.retryable());
  EXPECT_THAT(seen.what(), AllOf(HasSubstr("i-1"), HasSubstr("eu-west-1"), Not(HasSubstr("wJalr"))));
}

TEST_F(call, mistakes_are_found_before_anything_is_sent) {
  scripted_server server{always(answer(200, two_regions))};
  const error operation = failure(server, "describe_region");
  EXPECT_EQ(operation.kind(), error_kind::usage);
  EXPECT_EQ(operation.code(), "UnknownOperation");
  EXPECT_THAT(operation.message(), HasSubstr("DescribeRegions"));
  const error parameter = failure(server, "describe_regions", R"({"AllRegion": true})"_json);
  EXPECT_EQ(parameter.kind(), error_kind::usage);
  EXPECT_EQ(parameter.code(), "ParamValidation");
  EXPECT_TRUE(parameter.info().attempts.empty());
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(call, answers_that_cannot_be_understood_are_protocol_errors_and_close_the_connection) {
  for (const std::string& body : {std::string{"garbage"}, two_regions.substr(0, 150), std::string{"<a><b></a></b>"}}) {
    scripted_server server{always(answer(200, body))};
    EXPECT_EQ(failure(server).kind(), error_kind::protocol) << body;
  }
  scripted_server server{always("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + two_regions.substr(0, 100))};
  auto options = options_for(server);
  virtual_clock clock;
  options.clock = &clock;
  options.max_attempts = 1;
  options.idle_timeout = 50ms;
  session with{context.get_executor(), options};
  EXPECT_EQ(run(context, with.client("ec2").try_call("describe_regions")).error().code(), "IdleTimeout");
}

TEST_F(call, nobody_listens) {
  std::uint16_t port = 0;
  { port = scripted_server{always("")}.port(); }
  virtual_clock clock;
  session_options options;
  options.region = "eu-west-1";
  options.endpoint_url = "http://127.0.0.1:" + std::to_string(port);
  options.credentials = credentials{.access_key_id = "AKID",
                                    .secret_access_key = "s",
                                    .session_token = {},
                                    .expiration = {},
                                    .account_id = {},
                                    .provider = {}};
  options.clock = &clock;
  session with{context.get_executor(), options};
  const auto outcome = run(context, with.client("ec2").try_call("describe_regions"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind(), error_kind::connect);
  EXPECT_EQ(outcome.error().code(), "ConnectionRefused");
  EXPECT_EQ(outcome.error().info().attempts.size(), 3U);
  EXPECT_TRUE(outcome.error().retryable());
}

TEST_F(call, an_anonymous_client_signs_nothing) {
  sequence script{{answer(200, two_regions)}};
  scripted_server server{script.script()};
  auto options = options_for(server);
  options.credentials.reset();
  session with{context.get_executor(), options};
  EXPECT_TRUE(run(context, with.client("ec2", {.sign_requests = false}).try_call("describe_regions")));
  EXPECT_THAT(script.requests().at(0), Not(HasSubstr("Authorization")));
}

TEST_F(call, a_temporary_client_may_go_before_its_call_begins) {
  scripted_server server{always(answer(200, two_regions))};
  auto work = [&] {
    session with{context.get_executor(), options_for(server)};
    const std::string name = "describe_regions";
    return with.client("ec2").call(name);
  }();
  const response page = run(context, std::move(work));
  EXPECT_EQ(page["Regions"].size(), 2U);
}

TEST_F(call, prepare_shows_the_request_and_sends_nothing) {
  scripted_server server{always(answer(200, two_regions))};
  session with{context.get_executor(), options_for(server)};
  const auto request =
      run(context, with.client("ec2").try_prepare("describe_regions", R"({"AllRegions": true})"_json)).value();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "http://127.0.0.1:" + std::to_string(server.port()) + "/");
  EXPECT_EQ(request.headers.at(0).first, "Host");
  EXPECT_EQ(request.headers.at(0).second, "127.0.0.1:" + std::to_string(server.port()));
  EXPECT_THAT(request.body, HasSubstr("AllRegions=true"));
  bool signed_ = false;
  for (const auto& [name, value] : request.headers) signed_ |= name == "Authorization";
  EXPECT_TRUE(signed_);
  EXPECT_EQ(server.connections(), 0);
}

}  // namespace
}  // namespace aloft
