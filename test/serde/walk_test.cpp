#include "serde/walk.hpp"

#include "read_support.hpp"
#include "support/test_model.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace aloft::serde {
namespace {

constexpr std::string_view shapes = R"({
  "Root": {"type": "structure", "members": {
    "Name": {"shape": "String"}, "Count": {"shape": "Integer"}, "Big": {"shape": "Long"}, "Ratio": {"shape": "Double"}, "On": {"shape": "Boolean"},
    "When": {"shape": "Timestamp"}, "Data": {"shape": "Blob"}, "List": {"shape": "List"}, "Sparse": {"shape": "Sparse"},
    "Map": {"shape": "Map"}, "Any": {"shape": "Any"}, "Child": {"shape": "Root"},
    "Header": {"shape": "String", "location": "header", "locationName": "h"}, "Token": {"shape": "String", "idempotencyToken": true},
    "Body": {"shape": "Stream"}}},
  "List": {"type": "list", "member": {"shape": "Root"}},
  "Sparse": {"type": "list", "member": {"shape": "String"}, "sparse": true},
  "Map": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "String"}},
  "Any": {"type": "structure", "document": true, "members": {}},
  "String": {"type": "string"}, "Integer": {"type": "integer"}, "Long": {"type": "long"}, "Double": {"type": "double"},
  "Boolean": {"type": "boolean"}, "Timestamp": {"type": "timestamp"}, "Blob": {"type": "blob"}, "Stream": {"type": "blob", "streaming": true}})";

class Walk : public testing::Test {
 protected:
  std::string walked(std::string_view json, const walk_options& options = {}) {
    document_builder builder;
    if (auto done = walk(model_, boost::json::parse(json), builder, options); !done) return test::text_of(done.error());
    result<document> first = builder.finish();
    // Walking the document gives the document.
    document_builder again;
    if (auto done = walk(model_, first->root(), again); !done) return test::text_of(done.error());
    EXPECT_EQ(test::text_of(again.finish()), test::text_of(first));
    return test::text_of(first);
  }

  test::test_model model_{shapes};
};

TEST_F(Walk, TakesWhatTheShapeAllows) {
  EXPECT_EQ(
      walked(R"({"Name": "n", "Count": 1, "Big": -5, "Ratio": 2, "On": true, "Data": "YWI=", "Child": {"List": []},
                       "Sparse": ["a", null], "Map": {"k": "v"}, "Any": {"a": [1, null, "x"]}})"),
      R"({"Name":"n","Count":1,"Big":-5,"Ratio":2.0,"On":true,"Data":"YWI=","Sparse":["a",null],"Map":{"k":"v"},)"
      R"("Any":{"a":[1,null,"x"]},"Child":{"List":[]}})");
  EXPECT_EQ(walked(R"({"Name": null, "Child": {"Name": null}})"), R"({"Child":{}})");
}

TEST_F(Walk, TakesTimesInAnyForm) {
  constexpr std::string_view day = R"({"When":"2014-04-29T18:30:38Z"})";
  EXPECT_EQ(walked(R"({"When": 1398796238})"), day);
  EXPECT_EQ(walked(R"({"When": 1398796238.0})"), day);
  EXPECT_EQ(walked(R"({"When": "1398796238"})"), day);
  EXPECT_EQ(walked(R"({"When": "2014-04-29T18:30:38Z"})"), day);
  EXPECT_EQ(walked(R"({"When": "Tue, 29 Apr 2014 18:30:38 GMT"})"), day);
  EXPECT_EQ(walked(R"({"When": 1398796238.25})"), R"({"When":"2014-04-29T18:30:38.250000Z"})");
}

TEST_F(Walk, Options) {
  constexpr std::string_view input = R"({"Name": "n", "Header": "h", "Body": "YWI=", "Child": {"Header": "inner"}})";
  EXPECT_EQ(walked(input), R"({"Name":"n","Child":{"Header":"inner"},"Header":"h"})");
  EXPECT_EQ(walked(input, {.body_only = true}), R"({"Name":"n","Child":{"Header":"inner"}})");
  EXPECT_EQ(walked("{}", {.idempotency_token = "t"}), R"({"Token":"t"})");
  EXPECT_EQ(walked(R"({"Token": null, "Child": {}})", {.idempotency_token = "t"}), R"({"Child":{},"Token":"t"})");
  EXPECT_EQ(walked(R"({"Token": "mine"})", {.idempotency_token = "t"}), R"({"Token":"mine"})");
}

TEST_F(Walk, ErrorsNameThePath) {
  const auto problem = [&](std::string_view json) {
    constexpr std::string_view start = "usage ParamValidation: ";
    const std::string text = walked(json);
    return text.starts_with(start) ? text.substr(start.size()) : text;
  };
  EXPECT_EQ(problem("[]"), "input: expected an object, got a list");
  EXPECT_EQ(problem(R"({"Nmae": 1})"), "input: unknown parameter \"Nmae\"; did you mean Name?");
  EXPECT_EQ(problem(R"({"Child": {"List": [{}, {"Count": "1"}]}})"),
            "Child.List[1].Count: expected a whole number, got text");
  EXPECT_EQ(problem(R"({"Map": {"k": 1}})"), "Map.k: expected text, got a whole number");
  EXPECT_EQ(problem(R"({"List": [null]})"), "List[0]: expected an object, got null");
  EXPECT_EQ(problem(R"({"Count": 2147483648})"), "Count: 2147483648 is out of range: the member holds 32 bits");
  EXPECT_EQ(problem(R"({"Big": 9223372036854775808})"), "Big: the number is larger than 64 bits hold");
  EXPECT_EQ(problem(R"({"Data": "not base64"})"), "Data: is not base64 text");
  EXPECT_EQ(problem(R"({"Ratio": "much"})"), "Ratio: expected a number, got text");
  EXPECT_NE(problem(R"({"When": "soon"})").find("When: \"soon\" is not a time"), std::string::npos);
}

TEST_F(Walk, DepthIsLimited) {
  boost::json::value deep = boost::json::object{};
  for (int i = 0; i < 10'000; ++i) {
    boost::json::object outer;
    outer["Child"] = std::move(deep);
    deep = std::move(outer);
  }
  document_builder builder;
  const auto done = walk(model_, deep, builder);
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().message().find("nested deeper than 256 levels"), std::string::npos);
}

}  // namespace
}  // namespace aloft::serde
