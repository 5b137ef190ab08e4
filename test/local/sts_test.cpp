#include "engine_fixture.hpp"

namespace aloft::local {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class sts : public test::engine_test {
 public:
  void take_on(const json::value& issued) {
    identity.access_key_id = text(issued, "/Credentials/AccessKeyId");
    identity.secret_access_key = text(issued, "/Credentials/SecretAccessKey");
    identity.session_token = text(issued, "/Credentials/SessionToken");
  }
  std::string who() { return text(try_call("sts", "GetCallerIdentity").value(), "/Arn"); }
};

constexpr std::string_view other_role =
    R"({"RoleArn": "arn:aws:iam::210987654321:role/team/reader", "RoleSessionName": "me@home", "DurationSeconds": 900})";

TEST_F(sts, roles_act_in_their_account) {
  const auto own = create_group("own");
  const auto issued = try_call("sts", "AssumeRole", other_role).value();
  EXPECT_EQ(text(issued, "/AssumedRoleUser/Arn"), "arn:aws:sts::210987654321:assumed-role/reader/me@home");
  EXPECT_THAT(text(issued, "/AssumedRoleUser/AssumedRoleId"), AllOf(StartsWith("AROA"), HasSubstr(":me@home")));
  EXPECT_THAT(text(issued, "/Credentials/Expiration"), HasSubstr("2026-01-02T03:19:05"));
  take_on(issued);
  EXPECT_EQ(who(), "arn:aws:sts::210987654321:assumed-role/reader/me@home");
  EXPECT_THAT(refusal("DescribeSecurityGroups", test::with(R"({"GroupIds": ["@"]})", {own})),
              HasSubstr("InvalidGroup.NotFound"));
  EXPECT_EQ(text(call("DescribeVpcs"), "/Vpcs/0/OwnerId"), "210987654321");
}

TEST_F(sts, temporary_keys_end) {
  take_on(try_call("sts", "AssumeRole", other_role).value());
  now += 899s;
  EXPECT_THAT(who(), HasSubstr("assumed-role"));
  now += 1s;
  EXPECT_EQ(refusal("GetCallerIdentity", "{}", "sts"),
            "ExpiredToken (403): The security token included in the request is expired");
  EXPECT_EQ(refusal("DescribeVpcs"), "RequestExpired (400): Request has expired.");
}

TEST_F(sts, temporary_keys_need_their_token) {
  take_on(try_call("sts", "AssumeRole", other_role).value());
  identity.session_token.clear();
  EXPECT_THAT(refusal("GetCallerIdentity", "{}", "sts"), StartsWith("InvalidClientTokenId (403)"));
}

TEST_F(sts, roles_can_be_chained_but_give_no_session_tokens) {
  const auto session = try_call("sts", "GetSessionToken").value();
  take_on(session);
  EXPECT_EQ(who(), "arn:aws:iam::123456789012:user/demo");
  take_on(try_call("sts", "AssumeRole", other_role).value());
  EXPECT_THAT(refusal("GetSessionToken", "{}", "sts"), StartsWith("AccessDenied (403)"));
  take_on(try_call("sts", "AssumeRole",
                   R"({"RoleArn": "arn:aws:iam::111111111111:role/next", "RoleSessionName": "chained"})")
              .value());
  EXPECT_EQ(who(), "arn:aws:sts::111111111111:assumed-role/next/chained");
}

TEST_F(sts, bad_requests_are_refused) {
  const auto assume = [&](std::string_view input) { return refusal("AssumeRole", input, "sts"); };
  EXPECT_THAT(assume(R"({"RoleSessionName": "me"})"),
              StartsWith("ValidationError (400): 1 validation error detected: Value null at 'RoleArn'"));
  EXPECT_EQ(assume(R"({"RoleArn": "arn:aws:iam::1:role/x", "RoleSessionName": "me"})"),
            "ValidationError (400): arn:aws:iam::1:role/x is invalid");
  EXPECT_THAT(assume(R"({"RoleArn": "arn:aws:iam::123456789012:user/x", "RoleSessionName": "me"})"),
              HasSubstr("is invalid"));
  EXPECT_THAT(assume(R"({"RoleArn": "arn:aws:iam::123456789012:role/x", "RoleSessionName": "two words"})"),
              HasSubstr("'roleSessionName' failed to satisfy"));
  EXPECT_THAT(
      assume(R"({"RoleArn": "arn:aws:iam::123456789012:role/x", "RoleSessionName": "me", "DurationSeconds": 10})"),
      HasSubstr("greater than or equal to 900"));
}

}  // namespace
}  // namespace aloft::local
