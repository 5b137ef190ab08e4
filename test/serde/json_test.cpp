#include "serde/json_reader.hpp"
#include "serde/json_writer.hpp"

#include "read_support.hpp"
#include "serde/walk.hpp"
#include "support/test_model.hpp"

#include <gtest/gtest.h>

namespace aloft::serde {
namespace {

constexpr std::string_view shapes = R"({
  "Root": {"type": "structure", "members": {
    "Name": {"shape": "String", "locationName": "name"}, "Count": {"shape": "Integer"}, "Big": {"shape": "Long"}, "Ratio": {"shape": "Double"},
    "Narrow": {"shape": "Float"}, "On": {"shape": "Boolean"}, "When": {"shape": "Timestamp"}, "Day": {"shape": "HttpDate"},
    "Instant": {"shape": "DateTime"}, "Data": {"shape": "Blob"}, "List": {"shape": "List"}, "Sparse": {"shape": "Sparse"},
    "Map": {"shape": "Map"}, "SparseMap": {"shape": "SparseMap"}, "Any": {"shape": "Any"}, "Child": {"shape": "Root"},
    "Header": {"shape": "String", "location": "header", "locationName": "x-header"}}},
  "List": {"type": "list", "member": {"shape": "Root"}},
  "Sparse": {"type": "list", "member": {"shape": "String"}, "sparse": true},
  "Map": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "String"}},
  "SparseMap": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "String"}, "sparse": true},
  "Any": {"type": "structure", "document": true, "members": {}},
  "String": {"type": "string"}, "Integer": {"type": "integer"}, "Long": {"type": "long"}, "Double": {"type": "double"}, "Float": {"type": "float"},
  "Boolean": {"type": "boolean"}, "Timestamp": {"type": "timestamp"}, "HttpDate": {"type": "timestamp", "timestampFormat": "rfc822"},
  "DateTime": {"type": "timestamp", "timestampFormat": "iso8601"}, "Blob": {"type": "blob"}})";

class Json : public testing::Test {
 protected:
  std::string read(std::string_view body, const json_reader_options& options = {}) {
    return test::read_any_way(body, [&](shape_sink& sink) { return json_reader{model_.root(), sink, options}; });
  }

  // What is read and written again.
  std::string rewritten(std::string_view body, const json_writer_options& options = {}) {
    document_builder builder;
    json_reader reader{model_.root(), builder, {.names = options.names}};
    if (auto done = reader.read(body); !done) return test::text_of(done.error());
    const document read = builder.finish().value();
    json_writer writer{options};
    walk(model_.root(), read.root(), writer).value();
    return writer.take();
  }

  test::test_model model_{shapes};
};

TEST_F(Json, PassesOverAByteOrderMark) {
  EXPECT_EQ(read("\xef\xbb\xbf{\"Name\": \"n\"}"), R"({"Name":"n"})");
  EXPECT_NE(read("\xef\xbb{\"Name\": \"n\"}").find("UnreadableAnswer"), std::string::npos);
  EXPECT_NE(read("\xef\xbb\xbf").find("it is empty"), std::string::npos);
  EXPECT_NE(read(" \xef\xbb\xbf{}").find("UnreadableAnswer"), std::string::npos);
}

TEST_F(Json, ReadsScalars) {
  EXPECT_EQ(
      read(
          R"({"Name": "a\u00e9\n\ud83d\ude00", "Count": -3, "Big": 9223372036854775807, "Ratio": 0.1, "On": true, "Data": "YWJj"})"),
      R"({"Name":"aé\n😀","Count":-3,"Big":9223372036854775807,"Ratio":0.1,"On":true,"Data":"YWJj"})");
  EXPECT_EQ(read(R"({"Ratio": 123456789.12345679, "Narrow": 1})"), R"({"Ratio":123456789.12345679,"Narrow":1.0})");
  EXPECT_EQ(read(R"({"Ratio": "NaN", "Narrow": "-Infinity"})"), R"({"Ratio":"NaN","Narrow":"-Infinity"})");
  EXPECT_EQ(read(R"({"Ratio": "1.5", "Count": "12", "On": "true"})"), R"({"Count":12,"Ratio":1.5,"On":true})");
  EXPECT_EQ(read(R"({"Count": 3.0, "Big": 18446744073709551615})"), R"({"Count":3,"Big":1.8446744073709552e+19})");
  EXPECT_EQ(read(R"({"Name": 5, "Child": {"Name": 1.50}, "List": [{"Name": true}]})"),
            R"({"Name":"5","List":[{"Name":"true"}],"Child":{"Name":"1.50"}})");
}

TEST_F(Json, ReadsTimesInAnyFormat) {
  constexpr std::string_view all =
      R"({"When":"2014-04-29T18:30:38Z","Day":"2014-04-29T18:30:38Z","Instant":"2014-04-29T18:30:38Z"})";
  EXPECT_EQ(read(R"({"When": 1398796238, "Day": "Tue, 29 Apr 2014 18:30:38 GMT", "Instant": "2014-04-29T18:30:38Z"})"),
            all);
  EXPECT_EQ(
      read(R"({"When": "2014-04-29T18:30:38Z", "Day": 1398796238.0, "Instant": "Tue, 29 Apr 2014 18:30:38 GMT"})"),
      all);
  EXPECT_EQ(read(R"({"When": 1398796238.123})"), R"({"When":"2014-04-29T18:30:38.123000Z"})");
  EXPECT_EQ(read(R"({"When": 1.398796238E9})"), R"({"When":"2014-04-29T18:30:38Z"})");
}

TEST_F(Json, SkipsNullsAndUnknownMembers) {
  EXPECT_EQ(read(R"({"Name": null, "Child": null, "x": {"Name": [1, {"y": "z"}]}, "__type": "t", "Count": 1})"),
            R"({"Count":1})");
  EXPECT_EQ(read(R"({"x": [[["deep"]]], "Count": 1})"), R"({"Count":1})");
  EXPECT_EQ(
      read(
          R"({"Sparse": ["a", null], "SparseMap": {"a": null, "b": "c"}, "Map": {"a": null, "b": "c"}, "List": [null, {}]})"),
      R"({"List":[{}],"Sparse":["a",null],"Map":{"b":"c"},"SparseMap":{"a":null,"b":"c"}})");
  EXPECT_EQ(read("null"), "null");
}

TEST_F(Json, TheLastOfTwoMembersCounts) {
  EXPECT_EQ(
      read(R"({"Name": "1", "List": [{}, {}], "Map": {"a": "1", "a": "2"}, "Name": "2", "List": [{"Count": 1}]})"),
      R"({"Name":"2","List":[{"Count":1}],"Map":{"a":"2"}})");
}

TEST_F(Json, Names) {
  EXPECT_EQ(read(R"({"name": "n"})"), "{}");
  EXPECT_EQ(read(R"({"name": "n", "Name": "no"})", {.names = json_names::location}), R"({"Name":"n"})");
  EXPECT_EQ(read(R"({"Name": "n", "Header": "h"})"), R"({"Name":"n","Header":"h"})");
  EXPECT_EQ(read(R"({"Name": "n", "Header": "h"})", {.bound = bound_members::response}), R"({"Name":"n"})");
}

TEST_F(Json, ReadsDocuments) {
  EXPECT_EQ(read(R"({"Any": {"a": [1, 2.5, null, true, "x", {"b": {}}]}})"),
            R"({"Any":{"a":[1,2.5,null,true,"x",{"b":{}}]}})");
  EXPECT_EQ(read(R"({"Any": "x"})"), R"({"Any":"x"})");
}

TEST_F(Json, ErrorsNameThePath) {
  const auto problem = [&](std::string_view body) {
    const std::string text = read(body);
    return text.substr(0, text.find(" (near byte"));
  };
  EXPECT_EQ(problem(R"({"List": [{}, {"Child": {"Count": "x"}}]})"),
            "protocol UnreadableAnswer: List[1].Child.Count: expected a whole number, got \"x\"");
  EXPECT_EQ(problem(R"({"Map": {"a": "b", "k": []}})"), "protocol UnreadableAnswer: Map.k: expected text, got a list");
  EXPECT_EQ(problem(R"({"List": {}})"), "protocol UnreadableAnswer: List: expected a list, got an object");
  EXPECT_EQ(problem(R"({"When": "soon"})"), "protocol UnreadableAnswer: When: expected a time, got \"soon\"");
  EXPECT_EQ(problem(R"({"Data": "?"})"), "protocol UnreadableAnswer: Data: expected a blob, got \"?\"");
  EXPECT_EQ(problem(R"([1])"), "protocol UnreadableAnswer: expected a structure, got a list");
  EXPECT_EQ(problem(R"({"Child": {"Name": "x)"), "protocol UnreadableAnswer: Child.Name: not JSON: it is truncated");
  EXPECT_EQ(problem(""), "protocol UnreadableAnswer: not JSON: it is empty");
  EXPECT_EQ(problem("{} {}"), "protocol UnreadableAnswer: not JSON: there is more after its end");
  EXPECT_EQ(problem("{\"Name\": \"\xff\"}"), "protocol UnreadableAnswer: Name: not JSON: syntax error");
}

TEST_F(Json, Limits) {
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep.append("{\"Child\":");
  EXPECT_NE(read(deep).find("nested deeper than 256 levels"), std::string::npos);
  deep = "{\"x\":";
  for (int i = 0; i < 10'000; ++i) deep.append("[");
  EXPECT_NE(read(deep).find("nested deeper than 256 levels"), std::string::npos);
  EXPECT_EQ(read(R"({"Name": "12345678"})", {.limits = {.max_bytes = 10}}),
            "protocol BodyTooLarge: the body is larger than max_document (10 bytes)");
}

TEST_F(Json, LongTextsInPieces) {
  const std::string big(200'000, 'y');
  EXPECT_EQ(read("{\"Name\": \"" + big + "\", \"" + big + "\": \"" + big + "\"}"), "{\"Name\":\"" + big + "\"}");
  EXPECT_EQ(read("{\"Map\": {\"" + big + "\": \"" + big + "\"}}"), "{\"Map\":{\"" + big + "\":\"" + big + "\"}}");
}

TEST_F(Json, Writes) {
  EXPECT_EQ(
      rewritten(
          R"({"Name": "a\"\u0001é", "Count": 1, "Ratio": 1.0, "On": false, "Data": "YWJj", "List": [{}, {"Count": 2}],
                          "Sparse": [null, "b"], "Map": {"k": "v", "l": "w"}, "Any": [1, {"a": null}], "Child": {}})"),
      R"({"Name":"a\"\u0001é","Count":1,"Ratio":1.0,"On":false,"Data":"YWJj","List":[{},{"Count":2}],"Sparse":[null,"b"],)"
      R"("Map":{"k":"v","l":"w"},"Any":[1,{"a":null}],"Child":{}})");
  EXPECT_EQ(
      rewritten(R"({"Ratio": "NaN", "When": 1398796238.5, "Day": 1398796238, "Instant": 1398796238})"),
      R"({"Ratio":"NaN","When":1398796238.5,"Day":"Tue, 29 Apr 2014 18:30:38 GMT","Instant":"2014-04-29T18:30:38Z"})");
  EXPECT_EQ(rewritten(R"({"name": "n"})", {.names = json_names::location}), R"({"name":"n"})");
}

}  // namespace
}  // namespace aloft::serde
