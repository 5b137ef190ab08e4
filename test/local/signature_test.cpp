#include "engine_fixture.hpp"

namespace aloft::local {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class signatures : public test::engine_test {
 public:
  signatures() : engine_test{options()} {}
  static server_options options() {
    server_options made;
    const auto demo = demo_credentials();
    made.keys = {{demo.access_key_id, demo.secret_access_key},
                 {"AKIDSESSIONEXAMPLE", "another-secret", "the-token", "guest"},
                 {"AKIDLIMITEDEXAMPLE", "third-secret", "", "limited", {"ec2:Run*", "sts:*"}}};
    return made;
  }

  std::string answer(std::string_view service, std::string_view operation, const http_request& request) {
    const auto output = read(service, operation, tested->handle(request, now).response);
    if (output) return "accepted";
    const auto& info = output.error().info();
    return info.code + " (" + std::to_string(info.http_status) + "): " + info.message;
  }
  std::string ec2(const http_request& request) { return answer("ec2", "DescribeVpcs", request); }
  std::string sts(const http_request& request) { return answer("sts", "GetCallerIdentity", request); }
  http_request ec2_request() { return signed_request("ec2", "DescribeVpcs"); }
  http_request sts_request() { return signed_request("sts", "GetCallerIdentity"); }
};

constexpr auto ec2_failure = "AuthFailure (401): AWS was not able to validate the provided access credentials";

TEST_F(signatures, right_ones_are_accepted) {
  EXPECT_EQ(ec2(ec2_request()), "accepted");
  EXPECT_EQ(sts(sts_request()), "accepted");
  identity = {.access_key_id = "AKIDSESSIONEXAMPLE",
              .secret_access_key = "another-secret",
              .session_token = "the-token",
              .expiration = {},
              .account_id = {},
              .provider = {}};
  EXPECT_EQ(text(*try_call("sts", "GetCallerIdentity"), "/Arn"), "arn:aws:iam::123456789012:user/guest");
}

TEST_F(signatures, say_who_calls) {
  const auto caller = *try_call("sts", "GetCallerIdentity");
  EXPECT_EQ(text(caller, "/Account"), "123456789012");
  EXPECT_EQ(text(caller, "/Arn"), "arn:aws:iam::123456789012:user/demo");
  EXPECT_THAT(text(caller, "/UserId"), AllOf(StartsWith("AIDA"), testing::SizeIs(21)));
}

TEST_F(signatures, none) {
  auto unsigned_ec2 = request("ec2", "DescribeVpcs");
  EXPECT_EQ(ec2(unsigned_ec2), "MissingAuthenticationToken (403): Request is missing Authentication Token");
  EXPECT_EQ(sts(request("sts", "GetCallerIdentity")),
            "MissingAuthenticationToken (403): Request is missing Authentication Token");
}

TEST_F(signatures, by_a_wrong_secret) {
  identity.secret_access_key += "x";
  EXPECT_EQ(ec2(ec2_request()), ec2_failure);
  EXPECT_THAT(sts(sts_request()),
              AllOf(StartsWith("SignatureDoesNotMatch (403): The request signature we calculated does not match"),
                    HasSubstr("The Canonical String for this request should have been\n'POST\n/\n")));
}

TEST_F(signatures, by_an_unknown_key) {
  identity.access_key_id = "AKIDUNKNOWN";
  EXPECT_EQ(ec2(ec2_request()), ec2_failure);
  EXPECT_EQ(sts(sts_request()), "InvalidClientTokenId (403): The security token included in the request is invalid.");
}

TEST_F(signatures, without_the_key_s_session_token) {
  identity = {.access_key_id = "AKIDSESSIONEXAMPLE",
              .secret_access_key = "another-secret",
              .session_token = {},
              .expiration = {},
              .account_id = {},
              .provider = {}};
  EXPECT_THAT(sts(sts_request()), StartsWith("InvalidClientTokenId"));
  identity.session_token = "not-the-token";
  EXPECT_THAT(sts(sts_request()), StartsWith("InvalidClientTokenId"));
}

TEST_F(signatures, of_another_time) {
  const auto old_ec2 = ec2_request(), old_sts = sts_request();
  now += 14min;
  EXPECT_EQ(ec2(old_ec2), "accepted");
  now += 2min;
  EXPECT_EQ(ec2(old_ec2), "RequestExpired (400): Request has expired.");
  EXPECT_EQ(sts(old_sts),
            "SignatureDoesNotMatch (403): Signature expired: 20260102T030405Z is now earlier than 20260102T030505Z "
            "(20260102T032005Z - 15 min.)");
  now -= 32min;
  EXPECT_EQ(ec2(old_ec2), "RequestExpired (400): Request has expired.");
  EXPECT_THAT(
      sts(old_sts),
      StartsWith("SignatureDoesNotMatch (403): Signature not yet current: 20260102T030405Z is still later than"));
}

TEST_F(signatures, for_another_service_or_region) {
  auto mixed = request("sts", "GetCallerIdentity");
  sign(mixed, identity, signing("ec2"), keys).value();
  EXPECT_EQ(sts(mixed), "SignatureDoesNotMatch (403): Credential should be scoped to correct service: 'sts'. ");
  mixed = request("ec2", "DescribeVpcs");
  sign(mixed, identity, signing("sts"), keys).value();
  EXPECT_EQ(ec2(mixed), ec2_failure);
  region = "mars-1";
  EXPECT_EQ(ec2(ec2_request()), ec2_failure);
  EXPECT_EQ(sts(sts_request()), "SignatureDoesNotMatch (403): Credential should be scoped to a valid region. ");
}

TEST_F(signatures, of_what_was_changed_afterwards) {
  auto changed = ec2_request();
  changed.body += "&DryRun=true";
  EXPECT_EQ(ec2(changed), ec2_failure);
  changed = ec2_request();
  changed.query = "Action=DescribeVpcs";
  EXPECT_EQ(ec2(changed), ec2_failure);
  changed = ec2_request();
  changed.path = "/other";
  EXPECT_EQ(ec2(changed), ec2_failure);
  changed = ec2_request();
  changed.method = "PUT";
  EXPECT_EQ(ec2(changed), ec2_failure);
  changed = ec2_request();
  changed.host = "localhost";
  EXPECT_EQ(ec2(changed), ec2_failure);
  changed = ec2_request();
  changed.headers.set("X-Amz-Date", "20260102T030406Z");
  EXPECT_EQ(ec2(changed), ec2_failure);
  changed = ec2_request();
  changed.headers.add("X-Unsigned", "fine");
  EXPECT_EQ(ec2(changed), "accepted");
}

TEST_F(signatures, cut_short) {
  auto cut = sts_request();
  cut.headers.set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDLOCALEXAMPLE/20260102/eu-west-1/sts/aws4_request");
  EXPECT_THAT(sts(cut), AllOf(StartsWith("IncompleteSignature (400)"), HasSubstr("requires 'Signature' parameter"),
                              HasSubstr("'SignedHeaders'")));
  cut.headers.set(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=AKIDLOCALEXAMPLE/20260102/sts/aws4_request, SignedHeaders=host, Signature=00");
  EXPECT_THAT(sts(cut), HasSubstr("exactly 5 slash-delimited elements"));
  cut.headers.set("Authorization", "Basic dXNlcjpwYXNz");
  EXPECT_THAT(sts(cut), HasSubstr("Unsupported AWS 'algorithm': 'Basic'"));
  cut = sts_request();
  cut.headers.set("X-Amz-Date", "yesterday");
  EXPECT_THAT(sts(cut), HasSubstr("Date must be in ISO-8601"));
  cut = sts_request();
  cut.headers.set("Authorization",
                  "AWS4-HMAC-SHA256 Credential=AKIDLOCALEXAMPLE/20260102/eu-west-1/sts/aws4_request, "
                  "SignedHeaders=x-amz-date, Signature=00");
  EXPECT_THAT(sts(cut), HasSubstr("'Host' or ':authority' must be a 'SignedHeader'"));
}

TEST_F(signatures, in_a_presigned_url) {
  auto url = request("sts", "GetCallerIdentity");
  url.method = "GET";
  url.query = std::exchange(url.body, {});
  url.headers.clear();
  presign(url, identity, signing("sts"), 60s, keys).value();
  EXPECT_EQ(sts(url), "accepted");
  now += 50s;
  EXPECT_EQ(sts(url), "accepted");
  now += 11s;
  EXPECT_THAT(sts(url), HasSubstr("Signature expired"));
  now -= 11s;
  url.query += "&Extra=1";
  EXPECT_THAT(sts(url), StartsWith("SignatureDoesNotMatch"));
}

TEST_F(signatures, of_a_service_that_is_not_there) {
  auto other = request("ec2", "DescribeVpcs");
  other.body = "Action=ListUsers&Version=2010-05-08";
  sign(other, identity, signing("iam"), keys).value();
  const auto response = tested->handle(other, now).response;
  EXPECT_EQ(response.status, 501);
  EXPECT_THAT(response.body, HasSubstr("does not have the service \"iam\"; it has ec2, lambda, s3, sns, sqs, sts"));
}

TEST_F(signatures, of_a_user_who_may_not) {
  identity = {.access_key_id = "AKIDLIMITEDEXAMPLE",
              .secret_access_key = "third-secret",
              .session_token = {},
              .expiration = {},
              .account_id = {},
              .provider = {}};
  EXPECT_EQ(ec2(ec2_request()), "accepted");
  EXPECT_THAT(
      refusal("RunInstances", R"({"ImageId": "ami-12345678", "MinCount": 1, "MaxCount": 1, "DryRun": true})"),
      AllOf(StartsWith("UnauthorizedOperation (403): You are not authorized to perform this operation."),
            HasSubstr("arn:aws:iam::123456789012:user/limited is not authorized to perform: ec2:RunInstances")));
  EXPECT_THAT(sts(sts_request()), StartsWith("AccessDenied (403): User: arn:aws:iam::123456789012:user/limited"));
}

TEST(unchecked_signatures, let_anybody_in) {
  server_options options;
  options.verify_signatures = false;
  struct open : test::engine_test {
    explicit open(server_options o) : engine_test{std::move(o)} {}
    void TestBody() override {}
  } open{options};
  open.identity.access_key_id = "ANY";
  open.identity.secret_access_key = "thing";
  EXPECT_EQ(open.text(*open.try_call("sts", "GetCallerIdentity"), "/Arn"), "arn:aws:iam::123456789012:user/demo");
}

}  // namespace
}  // namespace aloft::local
