#include "local/sns/filter_policy.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace aloft::local::sns {
namespace {

using testing::HasSubstr;

bool wants(std::string_view policy, std::string_view message, bool nested = true) {
  const auto read = filter_policy::parse(policy, nested);
  if (!read) ADD_FAILURE() << policy << ": " << read.error().message();
  return read && read->matches(boost::json::parse(message).get_object());
}

std::string why(std::string_view policy, bool nested = false) {
  const auto read = filter_policy::parse(policy, nested);
  return read ? "accepted" : std::string{read.error().message()};
}

TEST(filter_policies, all_keys_and_one_value_of_each) {
  const auto* policy = R"({"store": ["example", "other"], "price": [10, 20.5]})";
  EXPECT_TRUE(wants(policy, R"({"store": "other", "price": 20.50, "more": 1})"));
  EXPECT_FALSE(wants(policy, R"({"store": "other"})"));
  EXPECT_FALSE(wants(policy, R"({"store": "Other", "price": 10})"));
  EXPECT_FALSE(wants(policy, R"({"store": "other", "price": "10"})"));
  EXPECT_TRUE(wants(R"({"a": [null, true]})", R"({"a": null})"));
  EXPECT_FALSE(wants(R"({"a": [null, true]})", R"({"a": false})"));
}

TEST(filter_policies, lists_match_by_any_element) {
  EXPECT_TRUE(wants(R"({"a": ["x"]})", R"({"a": ["w", "x"]})"));
  EXPECT_FALSE(wants(R"({"a": ["x"]})", R"({"a": []})"));
  EXPECT_TRUE(wants(R"({"a": [{"anything-but": "x"}]})", R"({"a": ["x", "y"]})"));
  EXPECT_FALSE(wants(R"({"a": [{"anything-but": "x"}]})", R"({"a": ["x"]})"));
}

TEST(filter_policies, texts) {
  EXPECT_TRUE(wants(R"({"a": [{"prefix": "ab"}]})", R"({"a": "abc"})"));
  EXPECT_FALSE(wants(R"({"a": [{"prefix": "ab"}]})", R"({"a": "cab"})"));
  EXPECT_TRUE(wants(R"({"a": [{"suffix": "ab"}]})", R"({"a": "cab"})"));
  EXPECT_FALSE(wants(R"({"a": [{"suffix": "ab"}]})", R"({"a": 5})"));
  EXPECT_TRUE(wants(R"({"a": [{"equals-ignore-case": "TeNNis"}]})", R"({"a": "tennis"})"));
  EXPECT_TRUE(wants(R"({"a": [{"wildcard": "a*z"}]})", R"({"a": "a.b.z"})"));
  EXPECT_FALSE(wants(R"({"a": [{"wildcard": "a?z"}]})", R"({"a": "abz"})"));
  EXPECT_TRUE(wants(R"({"a": [{"wildcard": "a?z"}]})", R"({"a": "a?z"})"));
}

TEST(filter_policies, anything_but) {
  EXPECT_TRUE(wants(R"({"a": [{"anything-but": ["x", 5]}]})", R"({"a": "5"})"));
  EXPECT_FALSE(wants(R"({"a": [{"anything-but": ["x", 5]}]})", R"({"a": 5})"));
  EXPECT_FALSE(wants(R"({"a": [{"anything-but": {"prefix": "x-"}}]})", R"({"a": "x-1"})"));
  EXPECT_TRUE(wants(R"({"a": [{"anything-but": {"suffix": "x"}}]})", R"({"a": "x-1"})"));
  EXPECT_FALSE(wants(R"({"a": [{"anything-but": "x"}]})", "{}"));
}

TEST(filter_policies, numbers) {
  const auto* range = R"({"a": [{"numeric": [">", 0, "<=", 5.5]}]})";
  for (const auto* inside : {"0.1", "5.5", "5"}) EXPECT_TRUE(wants(range, R"({"a": )" + std::string{inside} + "}"));
  for (const auto* outside : {"0", "5.51", "-1", "\"3\""})
    EXPECT_FALSE(wants(range, R"({"a": )" + std::string{outside} + "}"));
  EXPECT_TRUE(wants(R"({"a": [{"numeric": ["=", 301.5]}]})", R"({"a": 3.015e2})"));
}

TEST(filter_policies, presence_and_addresses) {
  EXPECT_TRUE(wants(R"({"a": [{"exists": true}]})", R"({"a": "x"})"));
  EXPECT_FALSE(wants(R"({"a": [{"exists": true}]})", "{}"));
  EXPECT_TRUE(wants(R"({"a": [{"exists": false}]})", R"({"b": 1})"));
  EXPECT_FALSE(wants(R"({"a": [{"exists": false}]})", R"({"a": 1})"));
  EXPECT_TRUE(wants(R"({"a": [{"cidr": "10.0.0.0/24"}]})", R"({"a": "10.0.0.255"})"));
  EXPECT_FALSE(wants(R"({"a": [{"cidr": "10.0.0.0/24"}]})", R"({"a": "10.0.1.0"})"));
}

TEST(filter_policies, either_of_several) {
  const auto* policy = R"({"source": ["aws"], "$or": [{"metric": ["cpu"]}, {"space": ["ec2"], "size": [1]}]})";
  EXPECT_TRUE(wants(policy, R"({"source": "aws", "metric": "cpu"})"));
  EXPECT_TRUE(wants(policy, R"({"source": "aws", "space": "ec2", "size": 1})"));
  EXPECT_FALSE(wants(policy, R"({"source": "aws", "space": "ec2"})"));
  EXPECT_FALSE(wants(policy, R"({"metric": "cpu"})"));
}

TEST(filter_policies, bodies_nest) {
  const auto* policy = R"({"person": {"name": ["Ann"], "address": {"city": [{"prefix": "P"}]}}})";
  EXPECT_TRUE(wants(policy, R"({"person": {"name": "Ann", "address": [{"city": "Rome"}, {"city": "Paris"}]}})"));
  EXPECT_FALSE(wants(policy, R"({"person": {"name": "Ann", "address": "Paris"}})"));
}

TEST(filter_policies, mistakes_are_named) {
  EXPECT_THAT(why("{"), HasSubstr("failed to parse JSON"));
  EXPECT_THAT(why("[]"), HasSubstr("no object"));
  EXPECT_THAT(why(R"({"a": "x"})"), HasSubstr("\"a\" must be an object or an array"));
  EXPECT_THAT(why(R"({"a": {"b": ["x"]}})"), HasSubstr("\"a\" must be"));
  EXPECT_EQ(why(R"({"a": {"b": ["x"]}})", true), "accepted");
  EXPECT_THAT(why(R"({"a": []})"), HasSubstr("empty list"));
  EXPECT_THAT(why(R"({"a": [["x"]]})"), HasSubstr("Match value must be"));
  EXPECT_THAT(why(R"({"a": [{"begins": "x"}]})"), HasSubstr("Unrecognized match type begins"));
  EXPECT_THAT(why(R"({"a": [{"exists": "yes"}]})"), HasSubstr("either true or false"));
  EXPECT_THAT(why(R"({"a": [{"numeric": ["~", 1]}]})"), HasSubstr("Unrecognized numeric range operator: ~"));
  EXPECT_THAT(why(R"({"a": [{"numeric": ["<", "1"]}]})"), HasSubstr("must be numeric"));
  EXPECT_THAT(why(R"({"a": [{"numeric": ["<", 1e10]}]})"), HasSubstr("-10^9 to 10^9"));
  EXPECT_THAT(why(R"({"a": [1], "b": [1], "c": [1], "d": [1], "e": [1], "f": [1]})"), HasSubstr("more than 5 keys"));
  EXPECT_THAT(why(R"({"a": [1,2,3,4,5,6,7,8,9,10,11,12,13], "b": [1,2,3,4,5,6,7,8,9,10,11,12]})"),
              HasSubstr("too complex"));
  EXPECT_THAT(why(R"({"$or": [{"a": ["x"]}]})"), HasSubstr("at least two"));
}

}  // namespace
}  // namespace aloft::local::sns
