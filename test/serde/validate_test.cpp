#include "serde/validate.hpp"

#include "support/test_model.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace aloft::serde {
namespace {

constexpr std::string_view shapes = R"({
  "Root": {"type": "structure", "required": ["Name", "Token"], "members": {
    "Name": {"shape": "ShortName"}, "Token": {"shape": "String", "idempotencyToken": true}, "Count": {"shape": "Positive"}, "Ratio": {"shape": "Double"},
    "On": {"shape": "Boolean"}, "When": {"shape": "Timestamp"}, "Data": {"shape": "Blob"}, "Tags": {"shape": "Tags"}, "Map": {"shape": "Map"},
    "Choice": {"shape": "Choice"}, "Any": {"shape": "Any"}}},
  "Tags": {"type": "list", "member": {"shape": "Tag"}, "min": 1},
  "Tag": {"type": "structure", "required": ["Key"], "members": {"Key": {"shape": "ShortName"}, "Value": {"shape": "String"}}},
  "Choice": {"type": "structure", "union": true, "members": {"A": {"shape": "String"}, "B": {"shape": "String"}}},
  "Map": {"type": "map", "key": {"shape": "ShortName"}, "value": {"shape": "Positive"}},
  "Any": {"type": "structure", "document": true, "members": {}},
  "ShortName": {"type": "string", "min": 2}, "String": {"type": "string"}, "Positive": {"type": "integer", "min": 1},
  "Double": {"type": "double"}, "Boolean": {"type": "boolean"}, "Timestamp": {"type": "timestamp"}, "Blob": {"type": "blob"}})";

std::string findings(std::string_view json) {
  static const test::test_model model{shapes};
  const auto outcome = validate(model, boost::json::parse(json));
  if (outcome) return "";
  EXPECT_EQ(outcome.error().kind(), error_kind::usage);
  EXPECT_EQ(outcome.error().code(), "ParamValidation");
  constexpr std::string_view start = "Parameter validation failed: ";
  EXPECT_TRUE(outcome.error().message().starts_with(start));
  return outcome.error().message().substr(start.size());
}

TEST(Validate, AcceptsWhatFits) {
  EXPECT_EQ(findings(R"({"Name": "né"})"), "");
  EXPECT_EQ(
      findings(R"({"Name": "name", "Count": 1, "Ratio": 1, "On": true, "When": "2020-01-01T00:00:00Z", "Data": "YWI=",
                         "Tags": [{"Key": "kk", "Value": null}], "Map": {"kk": 1}, "Choice": {"A": "a", "B": null}, "Any": [{"x": null}]})"),
      "");
  EXPECT_EQ(findings(R"({"Name": "name", "Ratio": "NaN", "When": 1.5})"), "");
}

TEST(Validate, FindsEverythingAtOnce) {
  EXPECT_EQ(findings(R"({"Tags": [{"Key": "kk"}, {"Kye": "x"}], "Count": 0, "On": "yes"})"),
            "input: missing required parameter \"Name\"; Tags[1]: missing required parameter \"Key\"; "
            "Tags[1]: unknown parameter \"Kye\"; did you mean Key?; Count: 0 is below the minimum of 1; "
            "On: expected true or false, got text");
}

TEST(Validate, EachRule) {
  EXPECT_EQ(findings(R"({"Name": null})"), "input: missing required parameter \"Name\"");
  EXPECT_EQ(findings(R"({"Name": "n"})"), "Name: has 1 characters; at least 2 are needed");
  EXPECT_EQ(findings(R"({"Name": "é"})"), "Name: has 1 characters; at least 2 are needed");
  EXPECT_EQ(findings(R"({"Name": 12})"), "Name: expected text, got a whole number");
  EXPECT_EQ(findings(R"({"Name": "nn", "Tags": []})"), "Tags: has 0 elements; at least 1 are needed");
  EXPECT_EQ(findings(R"({"Name": "nn", "Tags": [null]})"), "Tags[0]: expected an object, got null");
  EXPECT_EQ(findings(R"({"Name": "nn", "Tags": {}})"), "Tags: expected a list, got an object");
  EXPECT_EQ(findings(R"({"Name": "nn", "Count": 1.5})"), "Count: expected a whole number, got a number");
  EXPECT_EQ(findings(R"({"Name": "nn", "Map": {"k": 1, "kk": 0}})"),
            "Map.k: the key is shorter than 2 characters; Map.kk: 0 is below the minimum of 1");
  EXPECT_EQ(findings(R"({"Name": "nn", "Choice": {}})"), "Choice: exactly one of these must be set: A, B; none is");
  EXPECT_EQ(findings(R"({"Name": "nn", "Choice": {"A": "", "B": ""}})"),
            "Choice: exactly one of these must be set: A, B; 2 are");
  EXPECT_EQ(findings(R"({"Name": "nn", "Data": "?"})"), "Data: is not base64 text");
  EXPECT_EQ(findings(R"({"Name": "nn", "When": true})"),
            "When: expected a time (ISO 8601 text or seconds since 1970), got a boolean");
  EXPECT_EQ(findings(R"({"Name": "nn", "When": "soon"})"),
            "When: \"soon\" is not a time; expected ISO 8601 text (2026-01-31T12:00:00Z) or seconds since 1970");
  EXPECT_EQ(findings("[]"), "input: expected an object, got a list");
}

}  // namespace
}  // namespace aloft::serde
