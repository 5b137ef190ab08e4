// What the suite of jmespath.org does not cover: limits, messages, answers as input. The suite itself:
// test/conformance.

#include "aloft/jmespath.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace aloft::jmespath {
namespace {

namespace json = boost::json;

json::value found(std::string_view expression, std::string_view in) {
  return search(expression, json::parse(in)).value();
}

TEST(JmesPath, SelectsAsTheCliDoes) {
  constexpr std::string_view fleet =
      R"({"Reservations": [{"Instances": [{"InstanceId": "i-1", "State": {"Name": "running"}},
      {"InstanceId": "i-2", "State": {"Name": "stopped"}}]}, {"Instances": []}]})";
  EXPECT_EQ(found("Reservations[].Instances[?State.Name=='running'].InstanceId[]", fleet), json::parse(R"(["i-1"])"));
  EXPECT_EQ(found("Reservations[].Instances[].{id: InstanceId, up: State.Name == 'running'}", fleet),
            json::parse(R"([{"id": "i-1", "up": true}, {"id": "i-2", "up": false}])"));
}

TEST(JmesPath, InRawTextsOnlyQuotesAreEscaped) {
  EXPECT_EQ(found(R"('\\')", "null"), R"(\\)");
  EXPECT_EQ(found(R"('it\'s')", "null"), "it's");
  EXPECT_EQ(found(R"('a\b\n')", "null"), R"(a\b\n)");
  EXPECT_EQ(found(R"('\\\'')", "null"), R"(\\')");
}

TEST(JmesPath, NamesThePlaceOfASyntaxError) {
  const auto bad = expression::compile("foo.[");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code(), "JmesPathSyntax");
  EXPECT_NE(bad.error().message().find("character"), std::string::npos);
}

TEST(JmesPath, RefusesFunctionsWhenCompiling) {
  EXPECT_EQ(expression::compile("lenght(@)").error().code(), "JmesPathUnknownFunction");
  EXPECT_EQ(expression::compile("length(@, @)").error().code(), "JmesPathInvalidArity");
}

TEST(JmesPath, NestingIsLimited) {
  EXPECT_FALSE(expression::compile(std::string(100'000, '(')));
  EXPECT_FALSE(expression::compile(std::string(100'000, '!') + "a"));
  std::string chain = "a";
  for (int n = 0; n < 100'000; ++n) chain += ".a";
  EXPECT_FALSE(expression::compile(chain));
}

TEST(JmesPath, SlicesAreSafeAtTheEdges) {
  EXPECT_EQ(found("@[::9223372036854775807]", "[1, 2, 3]"), json::parse("[1]"));
  EXPECT_EQ(found("@[::-9223372036854775807]", "[1, 2, 3]"), json::parse("[3]"));
  EXPECT_EQ(found("@[-9223372036854775807:9223372036854775807]", "[1, 2, 3]"), json::parse("[1, 2, 3]"));
  EXPECT_FALSE(expression::compile("@[99999999999999999999]"));
  EXPECT_EQ(search("@[::0]", json::parse("[1]")).error().code(), "JmesPathInvalidValue");
}

TEST(JmesPath, IntegersStayIntegers) {
  EXPECT_EQ(found("sum(@)", "[1, 2]"), 3);
  EXPECT_EQ(found("to_string(@)", "9007199254740993"), "9007199254740993");
  EXPECT_TRUE(found("avg(@)", "[1, 2]").is_double());
}

TEST(JmesPath, ReversesAndCountsCodePoints) {
  EXPECT_EQ(found("reverse(@)", R"("aé日")"), "日éa");
  EXPECT_EQ(found("length(@)", R"("aé日")"), 3);
}

}  // namespace
}  // namespace aloft::jmespath
