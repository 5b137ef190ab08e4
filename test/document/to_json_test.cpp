#include <aloft/json_text.hpp>
#include "document/document.hpp"
#include "serde/document_builder.hpp"
#include "serde/walk.hpp"
#include "support/test_model.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <utility>

namespace aloft {
namespace {

constexpr std::string_view shapes = R"({
  "Root": {"type": "structure", "members": {
    "Name": {"shape": "String"}, "Count": {"shape": "Long"}, "Ratio": {"shape": "Double"}, "On": {"shape": "Boolean"},
    "When": {"shape": "Timestamp"}, "Data": {"shape": "Blob"}, "List": {"shape": "List"}, "Map": {"shape": "Map"}, "Any": {"shape": "Any"}}},
  "List": {"type": "list", "member": {"shape": "Root"}, "sparse": true},
  "Map": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "String"}},
  "Any": {"type": "structure", "document": true, "members": {}},
  "String": {"type": "string"}, "Long": {"type": "long"}, "Double": {"type": "double"}, "Boolean": {"type": "boolean"},
  "Timestamp": {"type": "timestamp"}, "Blob": {"type": "blob"}})";

document build(const model::shape& shape, std::string_view json) {
  serde::document_builder builder;
  serde::walk(shape, boost::json::parse(json), builder).value();
  return builder.finish().value();
}

TEST(ToJson, WritesEveryKind) {
  const test::test_model model{shapes};
  constexpr std::string_view text =
      R"({"Name":"a\"b\\c\n\u0001é","Count":-9223372036854775808,"Ratio":1.5,"On":false,"When":"2026-01-31T12:00:00.250000Z",)"
      R"("Data":"AAEC","List":[{},null,{"Name":""}],"Map":{},"Any":{"x":[1,null,true,{"y":2.5}]}})";
  const document built = build(model, text);
  EXPECT_EQ(to_json_text(built.root()), text);
  EXPECT_EQ(to_json(built.root()), boost::json::parse(text));
}

TEST(ToJson, IndentsAsTheAwsCliDoes) {
  const test::test_model model{shapes};
  const document built = build(model, R"({"Name": "n", "List": [{}, {"Count": 1}], "Map": {"k": "v"}, "Any": []})");
  EXPECT_EQ(to_json_text(built.root(), 4),
            R"({
    "Name": "n",
    "List": [
        {},
        {
            "Count": 1
        }
    ],
    "Map": {
        "k": "v"
    },
    "Any": []
})");
  EXPECT_EQ(to_json_text(value{}, 4), "null");
}

TEST(ToJson, NumbersThatJsonHasNotAreText) {
  const test::test_model model{shapes};
  for (const std::string_view name : {"NaN", "Infinity", "-Infinity"}) {
    const std::string text = "{\"Ratio\":\"" + std::string{name} + "\"}";
    const document built = build(model, text);
    EXPECT_EQ(to_json_text(built.root()), text);
    EXPECT_EQ(boost::json::serialize(to_json(built.root())), text);
  }
}

TEST(JsonText, EscapesWhereverTheByteStands) {
  for (const auto& [byte, escaped] :
       {std::pair{'"', "\\\""}, {'\\', "\\\\"}, {'\n', "\\n"}, {'\x1f', "\\u001f"}, {'\x7f', "\x7f"}}) {
    for (std::size_t at = 0; at < 20; ++at) {
      std::string text(20, ' ');
      text[at] = byte;
      std::string printed;
      append_json_string(printed, text);
      EXPECT_EQ(printed, "\"" + std::string(at, ' ') + escaped + std::string(19 - at, ' ') + "\"");
    }
  }
}

TEST(JsonText, RealsPrintAsPythonPrintsThem) {
  const auto print = [](double number) {
    std::string text;
    append_real(text, number);
    return text;
  };
  EXPECT_EQ(print(0), "0.0");
  EXPECT_EQ(print(-0.0), "-0.0");
  EXPECT_EQ(print(1), "1.0");
  EXPECT_EQ(print(0.1), "0.1");
  EXPECT_EQ(print(100000), "100000.0");
  EXPECT_EQ(print(1e15), "1000000000000000.0");
  EXPECT_EQ(print(1e16), "1e+16");
  EXPECT_EQ(print(1.5e300), "1.5e+300");
  EXPECT_EQ(print(0.0001), "0.0001");
  EXPECT_EQ(print(0.00001), "1e-05");
  EXPECT_EQ(print(123456789.125), "123456789.125");
  EXPECT_EQ(print(std::numeric_limits<double>::denorm_min()), "5e-324");
  EXPECT_EQ(print(std::nan("")), "NaN");
}

}  // namespace
}  // namespace aloft
