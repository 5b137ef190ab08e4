#include "endpoint/rule_set.hpp"

#include <gtest/gtest.h>

namespace aloft::endpoint {
namespace {

constexpr std::string_view two_partitions = R"({"partitions": [
  {"id": "aws", "regionRegex": "^us-\\w+-\\d+$", "outputs": {"dnsSuffix": "aws.test", "supportsFIPS": true}, "regions": {"us-one-1": {}}},
  {"id": "moon", "regionRegex": "^moon-\\w+-\\d+$", "outputs": {"dnsSuffix": "moon.test"}, "regions": {}}]})";

result<std::shared_ptr<const rule_set>> compile(std::string_view rules) {
  return rule_set::compile(rules, partitions::parse(two_partitions).value());
}

constexpr std::string_view by_region = R"({"version": "1.0",
  "parameters": {"Region": {"type": "string", "builtIn": "AWS::Region", "required": true},
                 "UseFIPS": {"type": "boolean", "builtIn": "AWS::UseFIPS", "default": false}},
  "rules": [
    {"conditions": [{"fn": "aws.partition", "argv": [{"ref": "Region"}], "assign": "P"}], "type": "tree", "rules": [
      {"conditions": [{"fn": "booleanEquals", "argv": [{"ref": "UseFIPS"}, true]}], "type": "tree", "rules": [
        {"conditions": [{"fn": "booleanEquals", "argv": [true, {"fn": "getAttr", "argv": [{"ref": "P"}, "supportsFIPS"]}]}],
         "type": "endpoint", "endpoint": {"url": "https://svc-fips.{Region}.{P#dnsSuffix}", "headers": {"x-a": ["{Region}", "b"]},
           "properties": {"authSchemes": [{"name": "sigv4a", "signingName": "svc", "signingRegionSet": ["*"], "disableDoubleEncoding": true}]}}},
        {"conditions": [], "type": "error", "error": "no FIPS in {Region} {{really}}"}]},
      {"conditions": [], "type": "endpoint", "endpoint": {"url": "https://svc.{Region}.{P#dnsSuffix}"}}]}]})";

TEST(RuleSet, FillsTemplates) {
  const auto rules = compile(by_region).value();
  EXPECT_EQ(rules->evaluate({{"Region", "us-one-1"}})->url, "https://svc.us-one-1.aws.test");
  EXPECT_EQ(rules->evaluate({{"Region", "moon-sea-1"}})->url, "https://svc.moon-sea-1.moon.test");
}

TEST(RuleSet, GivesHeadersAndAuthSchemes) {
  const auto decided = compile(by_region).value()->evaluate({{"Region", "us-one-1"}, {"UseFIPS", true}}).value();
  EXPECT_EQ(decided.url, "https://svc-fips.us-one-1.aws.test");
  ASSERT_EQ(decided.headers.size(), 1u);
  EXPECT_EQ(decided.headers[0].second, (std::vector<std::string>{"us-one-1", "b"}));
  ASSERT_EQ(decided.auth_schemes.size(), 1u);
  EXPECT_EQ(decided.auth_schemes[0], (auth_scheme{"sigv4a", "svc", "", {"*"}, true}));
}

TEST(RuleSet, GivesTheRulesOwnError) {
  const auto refused = compile(by_region).value()->evaluate({{"Region", "moon-sea-1"}, {"UseFIPS", true}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind(), error_kind::config);
  EXPECT_EQ(refused.error().message(), "no FIPS in moon-sea-1 {really}");
}

TEST(RuleSet, NamesMissingAndMistypedParameters) {
  const auto rules = compile(by_region).value();
  EXPECT_NE(rules->evaluate({}).error().message().find("Region is required"), std::string::npos);
  EXPECT_NE(rules->evaluate({{"Region", 7}}).error().message().find("Region must be a string"), std::string::npos);
}

TEST(RuleSet, SaysWhenNoRuleApplies) {
  const auto none = compile(R"({"version": "1.0", "parameters": {}, "rules": []})").value()->evaluate({});
  EXPECT_NE(none.error().message().find("no endpoint rule"), std::string::npos);
}

TEST(RuleSet, RefusesRulesItCannotRead) {
  for (
      const std::string_view bad :
      {R"(nonsense)", R"({})", R"({"parameters": {}, "rules": [{"conditions": [], "type": "poem"}]})",
       R"({"parameters": {}, "rules": [{"conditions": [{"fn": "launch", "argv": []}], "type": "error", "error": ""}]})",
       R"({"parameters": {}, "rules": [{"conditions": [{"fn": "stringEquals", "argv": ["a"]}], "type": "error", "error": ""}]})",
       R"({"parameters": {}, "rules": [{"conditions": [], "type": "error", "error": "{Unknown}"}]})",
       R"({"parameters": {}, "rules": [{"conditions": [], "type": "error", "error": "{unclosed"}]})"}) {
    const auto compiled = compile(bad);
    ASSERT_FALSE(compiled) << bad;
    EXPECT_EQ(compiled.error().code(), "BadEndpointRules");
  }
}

}  // namespace
}  // namespace aloft::endpoint
