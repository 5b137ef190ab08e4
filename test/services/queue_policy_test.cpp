#include <aloft/sqs_policy.hpp>

#include <gmock/gmock.h>
#include <boost/json/parse.hpp>

namespace aloft::sqs {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

constexpr std::string_view queue = "arn:aws:sqs:eu-west-1:111122223333:orders";
const std::string topic = "arn:aws:sns:eu-west-1:111122223333:news";
const std::string other = "arn:aws:sns:eu-west-1:444455556666:more";

edited_policy add(std::string_view policy, std::string_view what = topic) {
  return with_topic(policy, queue, what).value();
}
edited_policy remove(std::string_view policy, std::string_view what = topic) {
  return without_topic(policy, what).value();
}
std::string refusal(std::string_view policy) {
  const auto made = with_topic(policy, queue, topic);
  return made ? "taken" : made.error().code();
}

// Odd on purpose: blanks, an escape, a number that a writer would write in another way.
const std::string theirs = R"( {"Version" : "2012-10-17",  "Id":"caf\u00e9",
  "Statement" :[ {"Sid":"keep","Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*","Condition":{"NumericLessThan":{"x":1.50}}} ] } )";

TEST(queue_policies, are_made_where_there_is_none) {
  const auto made = add("");
  EXPECT_EQ(made.what, policy_edit::added);
  const auto statement = json::parse(made.after).at("Statement").at(0);
  EXPECT_EQ(statement.at("Principal"), json::parse(R"({"Service": "sns.amazonaws.com"})"));
  EXPECT_EQ(statement.at("Resource").as_string(), queue);
  EXPECT_EQ(statement.at("Condition").at("ArnEquals").at("aws:SourceArn"), json::array{topic});
  EXPECT_EQ(statement.at("Condition").at("StringEquals").at("aws:SourceAccount"), json::array{"111122223333"});
}

TEST(queue_policies, say_it_once) {
  const auto once = add(theirs);
  const auto twice = add(once.after);
  EXPECT_EQ(twice.what, policy_edit::unchanged);
  EXPECT_EQ(twice.after, once.after);
}

TEST(queue_policies, keep_the_bytes_of_others) {
  const auto made = add(theirs);
  EXPECT_EQ(made.what, policy_edit::added);
  const auto end = theirs.find(" ] } ");
  EXPECT_EQ(made.after.substr(0, end), theirs.substr(0, end));
  EXPECT_TRUE(made.after.ends_with(" ] } "));
  EXPECT_EQ(remove(made.after).after, theirs);
  const auto more = add(made.after, other);
  EXPECT_EQ(more.what, policy_edit::rewritten);
  EXPECT_EQ(remove(more.after, other).after, made.after);
  EXPECT_EQ(remove(remove(more.after, topic).after, other).after, theirs);
}

TEST(queue_policies, take_a_single_statement_into_a_list) {
  const std::string single = R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"}})";
  const auto made = json::parse(add(single).after);
  ASSERT_EQ(made.at("Statement").as_array().size(), 2U);
  EXPECT_EQ(made.at("Statement").at(0).at("Effect").as_string(), "Deny");
}

TEST(queue_policies, of_other_forms) {
  for (const char* const odd : {"{}", R"({"Version":"2012-10-17"})", R"({"Statement":[]})", R"({"Statement": [ ]})"}) {
    const auto made = json::parse(add(odd).after);
    EXPECT_EQ(made.at("Statement").as_array().size(), 1U) << odd;
  }
}

TEST(queue_policies, that_allow_it_already_are_left_alone) {
  const auto granting = [](std::string_view condition, std::string_view principal = R"("*")") {
    return R"({"Statement":[{"Effect":"Allow","Principal":)" + std::string{principal} +
           R"(,"Action":["SQS:SendMessage"],"Resource":")" + std::string{queue} + "\"" + std::string{condition} + "}]}";
  };
  EXPECT_EQ(add(granting("")).what, policy_edit::unchanged);
  EXPECT_EQ(add(granting(R"(,"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:*"}})")).what,
            policy_edit::unchanged);
  EXPECT_EQ(add(granting("", R"({"Service":["events.amazonaws.com","sns.amazonaws.com"]})")).what,
            policy_edit::unchanged);
  // These do not, or nobody knows.
  EXPECT_EQ(add(granting(R"(,"Condition":{"ArnEquals":{"aws:SourceArn":")" + other + R"("}})")).what,
            policy_edit::added);
  EXPECT_EQ(add(granting(R"(,"Condition":{"Bool":{"aws:SecureTransport":"true"}})")).what, policy_edit::added);
  EXPECT_EQ(add(granting("", R"({"Service":"events.amazonaws.com"})")).what, policy_edit::added);
}

TEST(queue_policies, have_one_statement_for_many_topics) {
  std::string policy;
  int topics = 0;
  for (; topics < 200; ++topics) {
    const auto made = with_topic(policy, queue, "arn:aws:sns:eu-west-1:111122223333:t" + std::to_string(topics));
    if (!made) {
      EXPECT_EQ(made.error().code(), "PolicyTooLarge");
      break;
    }
    policy = made->after;
  }
  EXPECT_GE(topics, 150);
  EXPECT_LE(policy.size(), 8192U);
  EXPECT_EQ(json::parse(policy).at("Statement").as_array().size(), 1U);
}

TEST(queue_policies, of_twenty_statements_take_no_other) {
  std::string policy = R"({"Statement":[)";
  for (int i = 0; i < 20; ++i) policy += std::string{i ? "," : ""} + R"({"Effect":"Deny"})";
  EXPECT_EQ(refusal(policy + "]}"), "PolicyTooLarge");
}

TEST(queue_policies, that_cannot_be_read_are_not_touched) {
  EXPECT_EQ(refusal("no JSON"), "InvalidPolicy");
  EXPECT_EQ(refusal("[]"), "InvalidPolicy");
  EXPECT_EQ(refusal(R"({"Statement":"x"})"), "InvalidPolicy");
  EXPECT_EQ(refusal(R"({"Statement":[1]})"), "InvalidPolicy");
  EXPECT_EQ(refusal(R"({"Statement":[{"Sid":"AloftAllowTopics","Effect":"Allow"}]})"), "InvalidPolicy");
}

TEST(queue_policies, lose_the_statement_with_its_last_topic) {
  EXPECT_EQ(remove(add("").after).after, "");
  EXPECT_EQ(remove(add("").after).what, policy_edit::removed);
  EXPECT_EQ(remove(theirs).what, policy_edit::unchanged);
  EXPECT_EQ(remove("").what, policy_edit::unchanged);
}

TEST(queue_policies, take_topics_alone) {
  for (const char* const bad :
       {"", "news", "arn:aws:sqs:eu-west-1:111122223333:news", "arn:aws:sns:eu-west-1:111122223333:a\"b",
        "arn:aws:sns:eu-west-1:111122223333:news:4a1"}) {
    const auto made = with_topic("", queue, bad);
    ASSERT_FALSE(made) << bad;
    EXPECT_EQ(made.error().code(), "InvalidTopic");
  }
}

}  // namespace
}  // namespace aloft::sqs
