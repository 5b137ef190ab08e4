// Where calls go and how they are signed, by what code and configuration say: seen in requests that are not sent.

#include "client/fixture.hpp"

#include <algorithm>
#include <cstdlib>

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct endpoints : ::testing::Test {
  asio::io_context context;
  session_options options;

  endpoints() {
    options.region = "eu-west-1";
    options.credentials.emplace();
    options.credentials->access_key_id = "AKIDEXAMPLE";
    options.credentials->secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  }

  result<prepared_request> prepare(std::string_view service, std::string_view operation, boost::json::value input = {},
                                   client_options how = {}) {
    session with{context.get_executor(), options};
    return run(context, with.client(service, std::move(how)).try_prepare(operation, std::move(input)));
  }
  std::string url(std::string_view service, std::string_view operation, boost::json::value input = {},
                  client_options how = {}) {
    const auto made = prepare(service, operation, std::move(input), std::move(how));
    return made ? made->url : made.error().message();
  }
  static std::string header(const prepared_request& of, std::string_view name) {
    const auto found =
        std::find_if(of.headers.begin(), of.headers.end(), [&](const auto& field) { return field.first == name; });
    return found == of.headers.end() ? std::string{} : found->second;
  }
};

TEST_F(endpoints, fips_and_dual_stack) {
  EXPECT_EQ(url("ec2", "DescribeRegions"), "https://ec2.eu-west-1.amazonaws.com/");
  EXPECT_EQ(url("ec2", "DescribeRegions", {}, {.endpoint = {.use_dualstack_endpoint = true}}),
            "https://ec2.eu-west-1.api.aws/");
  EXPECT_EQ(url("ec2", "DescribeRegions", {}, {.region = "us-east-1", .endpoint = {.use_fips_endpoint = true}}),
            "https://ec2-fips.us-east-1.amazonaws.com/");
  EXPECT_EQ(url("ec2", "DescribeRegions", {}, {.region = "fips-us-east-1"}),
            "https://ec2-fips.us-east-1.amazonaws.com/");
  options.endpoint.use_dualstack_endpoint = true;
  EXPECT_EQ(url("ec2", "DescribeRegions"), "https://ec2.eu-west-1.api.aws/");
  EXPECT_EQ(url("ec2", "DescribeRegions", {}, {.endpoint = {.use_dualstack_endpoint = false}}),
            "https://ec2.eu-west-1.amazonaws.com/");
}

TEST_F(endpoints, refusals_are_the_rules_own) {
  EXPECT_EQ(url("ec2", "DescribeRegions", {},
                {.endpoint_url = "http://127.0.0.1:9", .endpoint = {.use_fips_endpoint = true}}),
            "Invalid Configuration: FIPS and custom endpoint are not supported");
  EXPECT_EQ(url("s3", "ListBuckets", {}, {.region = "cn-north-1", .endpoint = {.use_fips_endpoint = true}}),
            "Partition does not support FIPS");
  EXPECT_EQ(url("s3", "HeadBucket", {{"Bucket", "arn:aws:s3"}}), "Invalid ARN: `arn:aws:s3` was not a valid ARN");
  EXPECT_EQ(url("s3", "HeadBucket", {{"Bucket", "arn:aws:s3:us-west-2:123456789012:accesspoint"}}),
            "Invalid ARN: Expected a resource of the format `accesspoint:<accesspoint name>` but no name was provided");
  EXPECT_EQ(url("s3", "HeadBucket", {{"Bucket", "arn:aws:s3:us-west-2:123456789012:accesspoint:mine"}},
                {.endpoint = {.s3 = {.use_arn_region = false}}}),
            "Invalid configuration: region from ARN `us-west-2` does not match client region `eu-west-1` and "
            "UseArnRegion is `false`");
}

TEST_F(endpoints, where_a_bucket_stands) {
  const boost::json::value bucket{{"Bucket", "films"}}, dotted{{"Bucket", "my.films"}};
  EXPECT_THAT(url("s3", "HeadBucket", bucket), StartsWith("https://films.s3.eu-west-1.amazonaws.com/"));
  EXPECT_THAT(url("s3", "HeadBucket", dotted), StartsWith("https://s3.eu-west-1.amazonaws.com/my.films"));
  EXPECT_THAT(url("s3", "HeadBucket", bucket, {.endpoint = {.s3 = {.addressing_style = s3_addressing::path}}}),
              StartsWith("https://s3.eu-west-1.amazonaws.com/films"));
  EXPECT_THAT(url("s3", "GetBucketLocation", bucket), StartsWith("https://s3.eu-west-1.amazonaws.com/films"));
  EXPECT_THAT(url("s3", "HeadBucket", bucket, {.endpoint_url = "http://minio.example:9000"}),
              StartsWith("http://minio.example:9000/films"));
  EXPECT_THAT(url("s3", "HeadBucket", bucket,
                  {.endpoint_url = "http://minio.example:9000",
                   .endpoint = {.s3 = {.addressing_style = s3_addressing::virtual_host}}}),
              StartsWith("http://films.minio.example:9000/"));
  EXPECT_THAT(url("s3", "HeadBucket", bucket, {.endpoint = {.s3 = {.use_accelerate_endpoint = true}}}),
              StartsWith("https://films.s3-accelerate.amazonaws.com/"));
  EXPECT_THAT(url("s3", "HeadBucket", bucket, {.region = "us-east-1"}), StartsWith("https://films.s3.amazonaws.com/"));
  EXPECT_THAT(
      url("s3", "HeadBucket", bucket,
          {.region = "us-east-1", .endpoint = {.s3 = {.us_east_1_regional_endpoint = endpoint_scope::regional}}}),
      StartsWith("https://films.s3.us-east-1.amazonaws.com/"));
}

TEST_F(endpoints, arns_are_signed_where_they_live) {
  const auto made =
      prepare("s3", "HeadBucket", {{"Bucket", "arn:aws:s3:us-west-2:123456789012:accesspoint:mine"}}).value();
  EXPECT_THAT(made.url, StartsWith("https://mine-123456789012.s3-accesspoint.us-west-2.amazonaws.com/"));
  EXPECT_THAT(header(made, "Authorization"), HasSubstr("/us-west-2/s3/aws4_request"));
  EXPECT_THAT(header(made, "X-Amz-Content-Sha256"), ::testing::SizeIs(64));
}

TEST_F(endpoints, multi_region_access_points_are_signed_for_all_regions) {
  const auto made =
      prepare("s3", "HeadBucket", {{"Bucket", "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap"}}).value();
  EXPECT_THAT(made.url, StartsWith("https://mfzwi23gnjvgw.mrap.accesspoint.s3-global.amazonaws.com/"));
  EXPECT_THAT(header(made, "Authorization"), StartsWith("AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/"));
  EXPECT_EQ(header(made, "X-Amz-Region-Set"), "*");
  EXPECT_THAT(url("s3", "HeadBucket", {{"Bucket", "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap"}},
                  {.endpoint = {.s3 = {.disable_multiregion_access_points = true}}}),
              HasSubstr("Multi-Region Access Point ARNs are disabled"));
}

TEST_F(endpoints, sigv4a_where_it_is_preferred) {
  EXPECT_THAT(header(prepare("sts", "GetCallerIdentity").value(), "Authorization"), StartsWith("AWS4-HMAC-SHA256"));
  const auto made =
      prepare("sts", "GetCallerIdentity", {},
              {.endpoint = {.auth_scheme_preference = "sigv4a, sigv4", .sigv4a_signing_region_set = "eu-west-1,us-*"}});
  EXPECT_THAT(header(*made, "Authorization"), StartsWith("AWS4-ECDSA-P256-SHA256"));
  EXPECT_EQ(header(*made, "X-Amz-Region-Set"), "eu-west-1,us-*");
  const auto ec2 = prepare("ec2", "DescribeRegions", {}, {.endpoint = {.auth_scheme_preference = "sigv4a"}});
  EXPECT_THAT(header(*ec2, "Authorization"), StartsWith("AWS4-HMAC-SHA256")) << "EC2 does not take it";
}

TEST_F(endpoints, sts_was_global_once) {
  EXPECT_EQ(url("sts", "GetCallerIdentity"), "https://sts.eu-west-1.amazonaws.com/");
  const auto made =
      prepare("sts", "GetCallerIdentity", {}, {.endpoint = {.sts_regional_endpoints = endpoint_scope::legacy}}).value();
  EXPECT_EQ(made.url, "https://sts.amazonaws.com/");
  EXPECT_THAT(header(made, "Authorization"), HasSubstr("/us-east-1/sts/aws4_request"));
}

TEST_F(endpoints, services_of_one_endpoint_need_no_region) {
  options.region = "";
  const auto made = prepare("iam", "ListUsers").value();
  EXPECT_EQ(made.url, "https://iam.amazonaws.com/");
  EXPECT_THAT(header(made, "Authorization"), HasSubstr("/us-east-1/iam/aws4_request"));
  EXPECT_THAT(url("ec2", "DescribeRegions"), HasSubstr("No region is known"));
}

TEST_F(endpoints, account_ids_in_hosts) {
  const boost::json::value input{{"TableName", "t"}};
  EXPECT_EQ(url("dynamodb", "DescribeTable", input), "https://dynamodb.eu-west-1.amazonaws.com/");
  EXPECT_THAT(
      url("dynamodb", "DescribeTable", input, {.endpoint = {.account_id_endpoint_mode = account_id_mode::required}}),
      HasSubstr("AccountIdEndpointMode is required but no AccountID was provided"));
  options.credentials->account_id = "123456789012";
  EXPECT_EQ(url("dynamodb", "DescribeTable", input), "https://123456789012.ddb.eu-west-1.amazonaws.com/");
  EXPECT_EQ(
      url("dynamodb", "DescribeTable", input, {.endpoint = {.account_id_endpoint_mode = account_id_mode::disabled}}),
      "https://dynamodb.eu-west-1.amazonaws.com/");
}

TEST_F(endpoints, models_that_predict_have_endpoints_of_their_own) {
  const auto input = [](const char* where) {
    return boost::json::value{{"MLModelId", "m"}, {"Record", {{"size", "3"}}}, {"PredictEndpoint", where}};
  };
  const auto made =
      prepare("machinelearning", "Predict", input("https://realtime.machinelearning.us-east-1.amazonaws.com"));
  ASSERT_TRUE(made) << made.error().what();
  EXPECT_EQ(made->url, "https://realtime.machinelearning.us-east-1.amazonaws.com/");
  EXPECT_EQ(header(*made, "Host"), "realtime.machinelearning.us-east-1.amazonaws.com");
  EXPECT_THAT(header(*made, "Authorization"), HasSubstr("/eu-west-1/machinelearning/aws4_request"));
  EXPECT_THAT(url("machinelearning", "Predict", input("realtime")),
              AllOf(HasSubstr("\"realtime\" (PredictEndpoint) has no scheme")));
  EXPECT_EQ(url("machinelearning", "DescribeMLModels"), "https://machinelearning.eu-west-1.amazonaws.com/");
}

TEST_F(endpoints, bearer_tokens_sign_where_services_take_them) {
  const boost::json::value input{{"modelId", "m"}, {"messages", boost::json::array{}}};
  EXPECT_THAT(header(prepare("bedrock", "ListFoundationModels").value(), "Authorization"),
              StartsWith("AWS4-HMAC-SHA256"));
  EXPECT_EQ(header(prepare("bedrock", "ListFoundationModels", {}, {.bearer_token = "tok-1"}).value(), "Authorization"),
            "Bearer tok-1");
  ::setenv("AWS_BEARER_TOKEN_BEDROCK", "tok-2", 1);
  options.credentials.reset();
  const auto by_variable = prepare("bedrock", "ListFoundationModels");
  const auto elsewhere = prepare("ec2", "DescribeRegions");
  ::unsetenv("AWS_BEARER_TOKEN_BEDROCK");
  ASSERT_TRUE(by_variable) << by_variable.error().what();
  EXPECT_EQ(header(*by_variable, "Authorization"), "Bearer tok-2");
  EXPECT_EQ(elsewhere.error().code(), "NoCredentials");
  const auto none = prepare("codecatalyst", "VerifySession");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code(), "NoBearerToken");
}

TEST_F(endpoints, what_needs_no_signature_needs_no_keys) {
  options.credentials.reset();
  const auto made = prepare(
      "sts", "AssumeRoleWithWebIdentity",
      {{"RoleArn", "arn:aws:iam::123456789012:role/r"}, {"RoleSessionName", "name"}, {"WebIdentityToken", "token"}});
  ASSERT_TRUE(made) << made.error().what();
  EXPECT_EQ(header(*made, "Authorization"), "");
  EXPECT_EQ(header(prepare("ec2", "DescribeRegions", {}, {.sign_requests = false}).value(), "Authorization"), "");
}

TEST_F(endpoints, payloads_are_signed_as_the_profile_wants) {
  const boost::json::value input{{"Bucket", "films"}, {"Delete", {{"Objects", boost::json::array{{{"Key", "k"}}}}}}};
  const auto made =
      prepare("s3", "DeleteObjects", input, {.endpoint = {.s3 = {.payload_signing_enabled = false}}}).value();
  EXPECT_EQ(header(made, "X-Amz-Content-Sha256"), "UNSIGNED-PAYLOAD");
}

constexpr std::string_view session_answer =
    "<CreateSessionResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Credentials>"
    "<SessionToken>session-token-1</SessionToken><SecretAccessKey>session-secret</SecretAccessKey>"
    "<AccessKeyId>SESSIONKEY</AccessKeyId><Expiration>2027-01-15T08:05:00Z</Expiration></Credentials>"
    "</CreateSessionResult>";

TEST_F(endpoints, directory_buckets_have_sessions_of_their_own) {
  sequence script{{answer(200, std::string{session_answer}), answer(200, "")}};
  scripted_server server{script.script()};
  virtual_clock clock;
  options = options_for(server);
  options.clock = &clock;
  session with{context.get_executor(), options};
  const auto s3 = with.client("s3", {.region = "us-west-2"});
  const boost::json::value input{{"Bucket", "films--usw2-az1--x-s3"}};
  for (int i = 0; i < 2; ++i) {
    const auto outcome = run(context, s3.try_call("HeadBucket", input));
    ASSERT_TRUE(outcome) << outcome.error().what();
  }
  const auto seen = script.requests();
  ASSERT_EQ(seen.size(), 3U) << "one session for both calls";
  EXPECT_THAT(seen[0], AllOf(StartsWith("GET "), HasSubstr("session"), HasSubstr("Credential=AKIDEXAMPLE/"),
                             HasSubstr("/us-west-2/s3express/aws4_request")));
  for (const auto& request : {seen[1], seen[2]})
    EXPECT_THAT(
        request,
        AllOf(StartsWith("HEAD "), HasSubstr("Credential=SESSIONKEY/"), HasSubstr("/us-west-2/s3express/aws4_request"),
              HasSubstr("X-Amz-S3session-Token: session-token-1"), Not(HasSubstr("X-Amz-Security-Token"))));
  const auto plain =
      with.client("s3", {.region = "us-west-2", .endpoint = {.s3 = {.disable_express_session_auth = true}}});
  ASSERT_TRUE(run(context, plain.try_call("HeadBucket", input)));
  EXPECT_THAT(script.requests().at(3), AllOf(StartsWith("HEAD "), HasSubstr("Credential=AKIDEXAMPLE/")));
}

}  // namespace
}  // namespace aloft
