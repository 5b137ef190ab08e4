#include "local/policy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace aloft::local {
namespace {

using testing::HasSubstr;

const access_request from_topic{"sqs:SendMessage",
                                "arn:aws:sqs:eu-west-1:123456789012:jobs",
                                "sns.amazonaws.com",
                                {},
                                {{"aws:sourcearn", "arn:aws:sns:eu-west-1:123456789012:news"}}};

bool allows(std::string_view statements, const access_request& asked = from_topic) {
  const auto read = policy::parse(R"({"Version": "2012-10-17", "Statement": )" + std::string{statements} + "}");
  if (!read) ADD_FAILURE() << statements << ": " << read.error().message();
  return read && read->allows(asked);
}

TEST(policies, allow_a_principal_an_action_and_a_resource) {
  EXPECT_TRUE(allows(R"({"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage",
                         "Resource": "arn:aws:sqs:eu-west-1:123456789012:jobs"})"));
  EXPECT_TRUE(
      allows(R"([{"Sid": "a", "Effect": "Allow", "Principal": "*", "Action": ["SQS:*"], "Resource": "*:jobs"}])"));
  EXPECT_FALSE(allows(R"([{"Effect": "Allow", "Principal": "*", "Action": "sqs:ReceiveMessage", "Resource": "*"}])"));
  EXPECT_FALSE(
      allows(R"([{"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "*", "Resource": "*"}])"));
  EXPECT_FALSE(allows(R"([{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "arn:*:other"}])"));
  EXPECT_FALSE(allows("[]"));
}

TEST(policies, conditions_must_hold) {
  const auto with = [](std::string_view condition) {
    return allows(R"([{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "*", "Condition": )" +
                  std::string{condition} + "}]");
  };
  EXPECT_TRUE(with(R"({"ArnEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:123456789012:news"}})"));
  EXPECT_TRUE(with(R"({"ArnLike": {"AWS:SourceArn": ["x", "arn:aws:sns:*:123456789012:*"]}})"));
  EXPECT_FALSE(with(R"({"StringEquals": {"aws:SourceArn": "arn:aws:sns:eu-west-1:123456789012:old"}})"));
  EXPECT_FALSE(with(R"({"StringEquals": {"aws:PrincipalOrgID": "o-1"}})"));
  EXPECT_FALSE(with(R"({"Strange": {"aws:SourceArn": "*"}})"));
}

TEST(policies, a_denial_wins) {
  EXPECT_FALSE(allows(R"([{"Effect": "Allow", "Principal": "*", "Action": "*"},
                          {"Effect": "Deny", "Principal": "*", "Action": "sqs:Send*"}])"));
  EXPECT_FALSE(allows(R"([{"Effect": "Allow", "Principal": "*", "Action": "*"},
      {"Effect": "Deny", "Principal": "*", "Action": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}])"));
}

TEST(policies, accounts_are_named_by_id_or_arn) {
  const access_request by_account{"sqs:SendMessage", "arn:aws:sqs:eu-west-1:1:q", {}, "210987654321", {}};
  EXPECT_TRUE(allows(R"([{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::210987654321:root"}, "Action": "*"}])",
                     by_account));
  EXPECT_TRUE(allows(R"([{"Effect": "Allow", "Principal": {"AWS": ["210987654321"]}, "Action": "*"}])", by_account));
  EXPECT_FALSE(allows(R"([{"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "*"}])", by_account));
}

TEST(policies, mistakes_are_named) {
  const auto why = [](std::string_view text) {
    const auto read = policy::parse(text);
    return read ? "accepted" : std::string{read.error().message()};
  };
  EXPECT_THAT(why("{"), HasSubstr("no JSON"));
  EXPECT_THAT(why("[]"), HasSubstr("Statement"));
  EXPECT_THAT(why(R"({"Statement": [5]})"), HasSubstr("a statement is no object"));
  EXPECT_THAT(why(R"({"Statement": {"Action": "*"}})"), HasSubstr("Effect"));
  EXPECT_THAT(why(R"({"Statement": {"Effect": "Allow"}})"), HasSubstr("no Action"));
  EXPECT_THAT(why(R"({"Statement": {"Effect": "Allow", "Action": 5}})"), HasSubstr("Action is neither"));
  EXPECT_THAT(why(R"({"Statement": {"Effect": "Allow", "Action": "*", "Principals": "*"}})"), HasSubstr("Principals"));
  EXPECT_THAT(why(R"({"Statement": {"Effect": "Allow", "Action": "*", "Principal": "me"}})"),
              HasSubstr("Principal is"));
  EXPECT_THAT(why(R"({"Statement": {"Effect": "Allow", "Action": "*", "Condition": {"ArnLike": "x"}}})"),
              HasSubstr("Condition.ArnLike is no object"));
}

}  // namespace
}  // namespace aloft::local
