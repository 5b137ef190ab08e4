// What options do, and which of two wins.

#include "client/machine.hpp"

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::HasSubstr;
using ::testing::StartsWith;

struct options : ::testing::Test {
  asio::io_context context;

  std::string header(const client& from, std::string_view operation, const boost::json::value& input,
                     std::string_view name) {
    const auto made = run(context, from.try_prepare(operation, input));
    if (!made) return made.error().code();
    for (const auto& [key, value] : made->headers)
      if (iequals(key, name)) return value;
    return {};
  }
};

/// Answers after a while.
scripted_server::script slow(std::string bytes) {
  return [bytes = std::move(bytes)](peer& client) {
    while (!client.read_request().empty()) {
      client.pause(150ms);
      client.write(bytes);
    }
  };
}

TEST_F(options, a_limit_of_zero_lifts_the_clients) {
  scripted_server server{slow(answer(200, two_regions))};
  auto how = options_for(server);
  how.operation_timeout = 20ms;
  session with{context.get_executor(), how};
  const client ec2 = with.client("ec2");
  EXPECT_EQ(run(context, ec2.try_call("describe_regions")).error().code(), "OperationTimeout");
  call_options lifted;
  lifted.operation_timeout = 0ms;
  EXPECT_TRUE(run(context, ec2.try_call("describe_regions", {}, lifted)));
  EXPECT_TRUE(run(context, with.client("ec2", {.operation_timeout = 0ms}).try_call("describe_regions")));
}

TEST_F(options, a_long_poll_extends_the_limit_on_silence) {
  scripted_server server{slow(answer(200, "{}"))};
  auto how = options_for(server);
  how.idle_timeout = 30ms;
  session with{context.get_executor(), how};
  const client sqs = with.client("sqs", {.max_attempts = 1});
  const boost::json::value queue{{"QueueUrl", "http://sqs/1/q"}};
  EXPECT_EQ(run(context, sqs.try_call("receive_message", queue)).error().code(), "IdleTimeout");
  const boost::json::value waiting{{"QueueUrl", "http://sqs/1/q"}, {"WaitTimeSeconds", 20}};
  EXPECT_TRUE(run(context, sqs.try_call("receive_message", waiting)));
  call_options lifted;
  lifted.idle_timeout = 0ms;
  EXPECT_TRUE(run(context, sqs.try_call("receive_message", queue, lifted)));
}

TEST_F(options, headers_of_one_call_are_signed) {
  sequence script{{answer(200, two_regions)}};
  scripted_server server{script.script()};
  session with{context.get_executor(), options_for(server)};
  call_options how;
  how.headers = {{"X-Trace", "abc"}};
  ASSERT_TRUE(run(context, with.client("ec2").try_call("describe_regions", {}, how)));
  const std::string request = script.requests().at(0);
  EXPECT_THAT(request, HasSubstr("X-Trace: abc\r\n"));
  EXPECT_THAT(request, HasSubstr(";x-trace"));
  how.headers = option_headers{}.with("Authorization", "mine");
  EXPECT_EQ(run(context, with.client("ec2").try_call("describe_regions", {}, how)).error().code(), "InvalidHeader");
}

TEST_F(options, of_a_session_that_cannot_be_are_named) {
  session_options how;
  how.max_attempts = 0;
  const session with{context.get_executor(), how};
  const auto made = with.try_client("ec2");
  ASSERT_FALSE(made);
  EXPECT_THAT(made.error().message(), HasSubstr("session_options::max_attempts is \"0\""));
}

TEST_F(options, the_scheme_of_an_endpoint_in_any_case) {
  sequence script{{answer(200, "<ListAllMyBucketsResult/>")}};
  scripted_server server{script.script()};
  auto how = options_for(server);
  how.endpoint_url = "HTTP://127.0.0.1:" + std::to_string(server.port());
  session with{context.get_executor(), how};
  const auto listed = run(context, with.client("s3").try_call("list_buckets"));
  EXPECT_TRUE(listed) << listed.error().what();
  EXPECT_EQ(script.requests().size(), 1U);
  const boost::json::value account{{"AccountId", "123456789012"}};
  const auto asked = run(context, with.client("s3control").try_prepare("list_access_points", account));
  ASSERT_TRUE(asked);
  EXPECT_THAT(asked->url, HasSubstr("127.0.0.1")) << "not AWS's own";
}

TEST_F(options, ignoring_configured_endpoints_in_code_reaches_checksums) {
  machine home;
  home.set("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
  session_options how;
  how.credentials.emplace();
  how.credentials->access_key_id = "AKID";
  how.credentials->secret_access_key = "s";
  const boost::json::value object{{"Bucket", "b"}, {"Key", "k"}, {"Body", "Ym9keQ=="}};
  EXPECT_EQ(header(session{context.get_executor(), how}.client("s3"), "put_object", object, "x-amz-checksum-crc32"),
            "");
  how.endpoint.ignore_configured_endpoint_urls = true;
  EXPECT_NE(header(session{context.get_executor(), how}.client("s3"), "put_object", object, "x-amz-checksum-crc32"), "")
      << "AWS's own endpoint";
}

TEST_F(options, an_identity_given_in_code_beats_a_token_of_the_environment) {
  machine home;
  home.set("AWS_BEARER_TOKEN_BEDROCK", "token");
  const boost::json::value ask{{"modelId", "m"}};
  home.set("AWS_ACCESS_KEY_ID", "AKID").set("AWS_SECRET_ACCESS_KEY", "s");
  EXPECT_EQ(header(session{context.get_executor()}.client("bedrock-runtime"), "converse", ask, "authorization"),
            "Bearer token");
  session_options how;
  how.credentials.emplace();
  how.credentials->access_key_id = "AKOTHER";
  how.credentials->secret_access_key = "s";
  const session explicit_keys{context.get_executor(), how};
  EXPECT_THAT(header(explicit_keys.client("bedrock-runtime"), "converse", ask, "authorization"),
              StartsWith("AWS4-HMAC-SHA256 Credential=AKOTHER/"));
  EXPECT_EQ(header(explicit_keys.client("bedrock-runtime", {.bearer_token = "mine"}), "converse", ask, "authorization"),
            "Bearer mine");
}

TEST_F(options, an_assumed_role_is_not_the_environments_token) {
  machine home;
  home.set("AWS_BEARER_TOKEN_BEDROCK", "token").set("AWS_ACCESS_KEY_ID", "AKID").set("AWS_SECRET_ACCESS_KEY", "s");
  scripted_server sts{always(
      answer(200,
             "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>"
             "<AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
             "<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"))};
  home.services_at(sts);
  const auto role = session{context.get_executor()}.assume_role("arn:aws:iam::123456789012:role/r");
  EXPECT_THAT(header(role.client("bedrock-runtime"), "converse", boost::json::value{{"modelId", "m"}}, "authorization"),
              StartsWith("AWS4-HMAC-SHA256 Credential=ASIAROLE/"));
}

}  // namespace
}  // namespace aloft
