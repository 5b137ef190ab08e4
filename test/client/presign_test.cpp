// Requests for others to send, through the public face. test/client/presign_test.py compares them with botocore's.

#include "client/fixture.hpp"

#include "aloft/blocking.hpp"

#include <algorithm>
#include <cstdlib>

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct presigning : ::testing::Test {
  asio::io_context context;
  virtual_clock clock;
  session_options options;

  presigning() {
    options.region = "eu-west-1";
    options.clock = &clock;
    options.credentials.emplace();
    options.credentials->access_key_id = "AKIDEXAMPLE";
    options.credentials->secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  }

  result<presigned_request> presign(std::string_view service, std::string_view operation, boost::json::value input = {},
                                    presign_options how = {}) {
    session with{context.get_executor(), options};
    return run(context, with.client(service).try_presign(operation, std::move(input), std::move(how)));
  }
};

const boost::json::value object{{"Bucket", "films"}, {"Key", "a b"}};

TEST_F(presigning, an_upload_needs_its_headers_and_any_body) {
  const auto made =
      presign("s3", "put_object", R"({"Bucket": "films", "Key": "a b", "ContentType": "text/plain"})"_json);
  ASSERT_TRUE(made) << made.error().what();
  EXPECT_EQ(made->method, "PUT");
  EXPECT_THAT(made->url, AllOf(StartsWith("https://films.s3.eu-west-1.amazonaws.com/a%20b?"),
                               HasSubstr("X-Amz-SignedHeaders=content-type%3Bhost&X-Amz-Expires=3600&")));
  const std::vector<std::pair<std::string, std::string>> headers{{"Host", "films.s3.eu-west-1.amazonaws.com"},
                                                                 {"Content-Type", "text/plain"}};
  EXPECT_EQ(made->headers, headers);
  EXPECT_EQ(made->expires, clock.now() + 3600s);
}

TEST_F(presigning, ends_with_the_keys_that_signed) {
  options.credentials->session_token = "token";
  options.credentials->expiration = clock.now() + 20min;
  const auto made = presign("s3", "get_object", object);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->expires, clock.now() + 20min);
  EXPECT_THAT(made->url, HasSubstr("X-Amz-Security-Token=token"));
}

TEST_F(presigning, query_protocols_are_asked_by_get) {
  const auto made = presign("sts", "get_caller_identity");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->method, "GET");
  EXPECT_EQ(made->body, "");
  EXPECT_THAT(made->url, HasSubstr("/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm="));
  const auto posted = presign("sts", "get_caller_identity", {}, {.method = "POST"});
  EXPECT_EQ(posted->method, "POST");
  EXPECT_EQ(posted->body, "") << "the parameters are in the URL all the same";
}

TEST_F(presigning, host_prefixes_follow_the_setting_of_calls) {
  const boost::json::value input{{"NamespaceName", "n"}, {"ServiceName", "s"}};
  auto host = [&] {
    const session with{context.get_executor(), options};
    const auto called = run(context, with.client("servicediscovery").try_prepare("discover_instances", input));
    const auto made = presign("servicediscovery", "discover_instances", input);
    EXPECT_TRUE(called && made);
    const std::string url = called->url.substr(0, called->url.find(".com"));
    EXPECT_THAT(made->url, StartsWith(url));
    return url;
  };
  EXPECT_EQ(host(), "https://data-servicediscovery.eu-west-1.amazonaws");
  ::setenv("AWS_DISABLE_HOST_PREFIX_INJECTION", "true", 1);
  EXPECT_EQ(host(), "https://servicediscovery.eu-west-1.amazonaws");
  ::unsetenv("AWS_DISABLE_HOST_PREFIX_INJECTION");
}

TEST_F(presigning, other_bodies_are_signed) {
  const auto made = presign("dynamodb", "list_tables");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->method, "POST");
  EXPECT_EQ(made->body, "{}");
  EXPECT_THAT(made->url, HasSubstr("SignedHeaders=content-type%3Bhost%3Bx-amz-target"));
}

TEST_F(presigning, a_set_of_regions_by_sigv4a) {
  const auto made =
      presign("s3", "get_object", R"({"Bucket": "arn:aws:s3::123456789012:accesspoint:mine.mrap", "Key": "k"})"_json);
  ASSERT_TRUE(made) << made.error().what();
  EXPECT_THAT(made->url, AllOf(StartsWith("https://mine.mrap.accesspoint.s3-global.amazonaws.com/k?"),
                               HasSubstr("AWS4-ECDSA-P256-SHA256"), HasSubstr("X-Amz-Region-Set=%2A")));
}

TEST_F(presigning, directory_buckets_sign_by_their_session) {
  sequence script{{answer(200,
                          "<CreateSessionResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Credentials>"
                          "<SessionToken>session-token</SessionToken><SecretAccessKey>secret</SecretAccessKey>"
                          "<AccessKeyId>SESSIONKEY</AccessKeyId><Expiration>2027-01-15T08:05:00Z</Expiration>"
                          "</Credentials></CreateSessionResult>")}};
  scripted_server server{script.script()};
  options.endpoint_url = "http://127.0.0.1:" + std::to_string(server.port());
  const auto made = presign("s3", "get_object", R"({"Bucket": "films--euw1-az1--x-s3", "Key": "k"})"_json);
  ASSERT_TRUE(made) << made.error().what();
  EXPECT_THAT(made->url, AllOf(HasSubstr("X-Amz-S3session-Token=session-token&"), HasSubstr("Credential=SESSIONKEY%2F"),
                               HasSubstr("%2Fs3express%2F"), Not(HasSubstr("Security-Token"))));
  EXPECT_EQ(made->expires, clock.now() + 300s) << "the session's end";
}

TEST_F(presigning, what_takes_no_signature_is_a_plain_url) {
  session with{context.get_executor(), options};
  const auto anonymous = with.client("s3", {.sign_requests = false});
  const auto made = run(context, anonymous.try_presign("get_object", object));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->url, "https://films.s3.eu-west-1.amazonaws.com/a%20b");
}

TEST_F(presigning, refuses_what_no_url_can_ask_for) {
  for (const auto lifetime : {0s, -1s, std::chrono::seconds{8 * 24h}}) {
    const auto made = presign("s3", "get_object", object, {.expires_in = lifetime});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind(), error_kind::usage);
    EXPECT_THAT(made.error().message(), HasSubstr("expected 1 to 604800 s (7 days)"));
  }
  EXPECT_TRUE(presign("s3", "get_object", object, {.expires_in = 7 * 24h}));
  const auto streamed = presign("polly", "start_speech_synthesis_stream",
                                R"({"Engine": "neural", "OutputFormat": "mp3", "VoiceId": "Joanna"})"_json);
  EXPECT_EQ(streamed.error().code(), "CannotPresign") << streamed.error().what();
  const auto method = presign("s3", "get_object", object, {.method = "GET / HTTP/1.1\r\n"});
  EXPECT_EQ(method.error().code(), "InvalidRequest");
  EXPECT_EQ(presign("s3", "get_object", {}).error().kind(), error_kind::usage);

  session with{context.get_executor(), options};
  const auto by_token = with.client("codecatalyst", {.bearer_token = "token"});
  const auto made = run(context, by_token.try_presign("list_spaces"));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code(), "CannotPresign") << made.error().what();
}

TEST_F(presigning, waits_for_those_who_block) {
  const session with{options};
  const auto s3 = blocking(with.client("s3"));
  EXPECT_THAT(s3.presign("get_object", object).url, StartsWith("https://films.s3.eu-west-1.amazonaws.com/a%20b?"));
  EXPECT_EQ(s3.try_presign("get_object", object, {.expires_in = 8 * 24h}).error().code(), "InvalidSigningOption");
  post_policy policy;
  policy.bucket = "films";
  policy.key = "k";
  EXPECT_EQ(s3.presign_post(policy).url, "https://films.s3.eu-west-1.amazonaws.com/");
}

TEST_F(presigning, presigns_inside_an_await) {
  session with{context.get_executor(), options};
  const auto work = [&]() -> asio::awaitable<std::string> {
    const auto s3 = with.client("s3");
    co_return (co_await s3.presign("get_object", object, {.expires_in = 60s, .method = "HEAD"})).method;
  };
  EXPECT_EQ(run(context, work()), "HEAD");
}

TEST_F(presigning, a_form_states_its_limits) {
  session with{context.get_executor(), options};
  post_policy policy;
  policy.bucket = "films";
  policy.key = "up/${filename}";
  policy.max_size = 100;
  const auto form = run(context, with.client("s3").try_presign_post(policy));
  ASSERT_TRUE(form) << form.error().what();
  EXPECT_EQ(form->url, "https://films.s3.eu-west-1.amazonaws.com/");
  EXPECT_EQ(form->fields.front(), std::make_pair(std::string{"key"}, policy.key));
  EXPECT_EQ(form->fields.back().first, "x-amz-signature");
  policy.lifetime = 8 * 24h;
  EXPECT_EQ(run(context, with.client("s3").try_presign_post(policy)).error().code(), "InvalidSigningOption");
  policy.lifetime = 60s;
  EXPECT_EQ(run(context, with.client("sqs").try_presign_post(policy)).error().code(), "CannotPresign");
  policy.bucket = "arn:aws:s3::123456789012:accesspoint:mine.mrap";
  EXPECT_EQ(run(context, with.client("s3").try_presign_post(policy)).error().code(), "CannotPresign");
}

}  // namespace
}  // namespace aloft
