#include "serde/query_reader.hpp"
#include "serde/query_writer.hpp"

#include "read_support.hpp"
#include "serde/walk.hpp"
#include "support/test_model.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace aloft::serde {
namespace {

constexpr std::string_view shapes = R"({
  "Root": {"type": "structure", "members": {
    "Name": {"shape": "String"}, "Count": {"shape": "Integer", "locationName": "count"}, "On": {"shape": "Boolean"}, "Ratio": {"shape": "Double"},
    "When": {"shape": "Timestamp"}, "Data": {"shape": "Blob"}, "List": {"shape": "List"},
    "NamedList": {"shape": "NamedList", "locationName": "namedSet"}, "FlatList": {"shape": "FlatList"}, "FlatNamed": {"shape": "FlatNamed"},
    "Map": {"shape": "Map"}, "FlatMap": {"shape": "FlatMap"}, "Child": {"shape": "Root", "locationName": "child", "queryName": "Kid"},
    "Children": {"shape": "Children"}, "FlatBoth": {"shape": "FlatNamed", "locationName": "Own"}}},
  "List": {"type": "list", "member": {"shape": "String"}},
  "NamedList": {"type": "list", "member": {"shape": "String", "locationName": "item"}},
  "FlatList": {"type": "list", "member": {"shape": "String"}, "flattened": true},
  "FlatNamed": {"type": "list", "member": {"shape": "String", "locationName": "Element"}, "flattened": true},
  "Children": {"type": "list", "member": {"shape": "Root"}},
  "Map": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "Integer"}},
  "FlatMap": {"type": "map", "key": {"shape": "String", "locationName": "K"}, "value": {"shape": "Integer", "locationName": "V"}, "flattened": true},
  "String": {"type": "string"}, "Integer": {"type": "integer"}, "Double": {"type": "double"}, "Boolean": {"type": "boolean"},
  "Timestamp": {"type": "timestamp"}, "Blob": {"type": "blob"}})";

class Query : public testing::Test {
 protected:
  std::string written(query_dialect dialect, std::string_view json) {
    query_writer writer{dialect, "Call", "2020-01-01"};
    if (auto done = walk(model_, boost::json::parse(json), writer); !done) return test::text_of(done.error());
    const std::string form = writer.take();
    constexpr std::string_view start = "Action=Call&Version=2020-01-01";
    EXPECT_TRUE(form.starts_with(start)) << form;
    return form.substr(start.size());
  }
  std::string aws(std::string_view json) { return written(query_dialect::aws, json); }
  std::string ec2(std::string_view json) { return written(query_dialect::ec2, json); }

  std::string read(query_dialect dialect, std::string_view form) {
    const auto fields = parse_form(form);
    if (!fields) return test::text_of(fields.error());
    document_builder builder;
    if (auto done = read_query(dialect, *fields, model_, builder); !done) return test::text_of(done.error());
    return test::text_of(builder.finish());
  }

  test::test_model model_{shapes};
};

TEST_F(Query, WritesScalars) {
  EXPECT_EQ(aws(R"({"Name": "a b&c=é/~*", "count": 1})"),
            "usage ParamValidation: input: unknown parameter \"count\"; did you mean Count?");
  EXPECT_EQ(aws(R"({"Name": "a b&c=é/~*", "Count": 1, "On": true, "Ratio": 1.5, "When": 1422172800, "Data": "YWI="})"),
            "&Name=a+b%26c%3D%C3%A9%2F~%2A&count=1&On=true&Ratio=1.5&When=2015-01-25T08%3A00%3A00Z&Data=YWI%3D");
  EXPECT_EQ(aws(R"({"Name": "", "Ratio": "-Infinity", "Child": {"Name": null}})"), "&Name=&Ratio=-Infinity");
  EXPECT_EQ(aws("{}"), "");
}

TEST_F(Query, WritesListsOfAwsQuery) {
  EXPECT_EQ(aws(R"({"List": ["a", "b"]})"), "&List.member.1=a&List.member.2=b");
  EXPECT_EQ(aws(R"({"NamedList": ["a"]})"), "&namedSet.item.1=a");
  EXPECT_EQ(aws(R"({"FlatList": ["a", "b"]})"), "&FlatList.1=a&FlatList.2=b");
  EXPECT_EQ(aws(R"({"FlatNamed": ["a", "b"]})"), "&Element.1=a&Element.2=b");
  EXPECT_EQ(aws(R"({"FlatBoth": ["a", "b"]})"), "&Own.1=a&Own.2=b");
  EXPECT_EQ(aws(R"({"Child": {"FlatNamed": ["a"]}})"), "&child.Element.1=a");
  EXPECT_EQ(aws(R"({"List": [], "FlatNamed": []})"), "&List=&FlatNamed=");
  EXPECT_EQ(aws(R"({"Children": [{"Name": "a", "List": ["x"]}, {}, {"Name": "b"}], "Count": 1})"),
            "&Children.member.1.Name=a&Children.member.1.List.member.1=x&Children.member.3.Name=b&count=1");
}

TEST_F(Query, WritesMaps) {
  EXPECT_EQ(aws(R"({"Map": {"a b": 1, "c": 2}})"),
            "&Map.entry.1.key=a+b&Map.entry.1.value=1&Map.entry.2.key=c&Map.entry.2.value=2");
  EXPECT_EQ(aws(R"({"FlatMap": {"a": 1}, "Name": "n"})"), "&FlatMap.1.K=a&FlatMap.1.V=1&Name=n");
  EXPECT_EQ(aws(R"({"Map": {}})"), "");
}

TEST_F(Query, WritesEc2) {
  EXPECT_EQ(ec2(R"({"List": ["a", "b"], "NamedList": ["c"], "Count": 1})"), "&List.1=a&List.2=b&NamedSet.1=c&Count=1");
  EXPECT_EQ(ec2(R"({"Child": {"Name": "n", "Children": [{"Name": "m"}]}})"), "&Kid.Name=n&Kid.Children.1.Name=m");
  EXPECT_EQ(ec2(R"({"List": []})"), "");
}

TEST_F(Query, ReadsWhatItWrites) {
  for (const std::string_view json : {R"({"Name":"a b&=","Count":1,"Ratio":1.5})",
                                      R"({"List":["a","b"],"FlatList":["c"],"FlatNamed":["d","e"],"FlatBoth":["f"]})",
                                      R"({"Map":{"a":1,"b":2},"FlatMap":{"c":3}})",
                                      R"({"Child":{"Child":{"Name":"n"}},"Children":[{"Name":"1"},{"List":["x"]}]})",
                                      R"({"On":true,"When":"2015-01-25T08:00:00Z","Data":"YWI="})", "{}"}) {
    EXPECT_EQ(read(query_dialect::aws, "Action=Call&Version=2020-01-01" + aws(json)), json);
    EXPECT_EQ(read(query_dialect::ec2, "Action=Call&Version=2020-01-01" + ec2(json)), json);
  }
  EXPECT_EQ(read(query_dialect::aws, "List="), R"({"List":[]})");
}

TEST_F(Query, ReadsListsByTheirNumbers) {
  EXPECT_EQ(read(query_dialect::ec2, "List.10=c&List.2=b&List.1=a"), R"({"List":["a","b","c"]})");
  EXPECT_EQ(read(query_dialect::aws, "List.member.7=b&List.member.3=a"), R"({"List":["a","b"]})");
  EXPECT_EQ(read(query_dialect::aws, "Name=a+b%20c&Name=last"), R"({"Name":"last"})");
}

TEST_F(Query, RefusesTextForWhatHoldsMore) {
  EXPECT_EQ(read(query_dialect::aws, "child=x"),
            "usage InvalidParameterValue: Value (x) for parameter Child is invalid. Expected parameters below it");
  EXPECT_EQ(read(query_dialect::ec2, "List=x"),
            "usage InvalidParameterValue: Value (x) for parameter List is invalid. Expected a number after its name");
}

TEST_F(Query, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(read(query_dialect::ec2, "Nmae=1"), "usage UnknownParameter: The parameter Nmae is not recognized");
  EXPECT_EQ(read(query_dialect::ec2, "Children.1.Nmae=1&Children.2.Name=x"),
            "usage UnknownParameter: The parameter Children.1.Nmae is not recognized");
  EXPECT_EQ(read(query_dialect::ec2, "Action=x&Version=y&X-Amz-Date=z&AWSAccessKeyId=k"), "{}");
  EXPECT_EQ(read(query_dialect::ec2, "Count=x"),
            "usage InvalidParameterValue: Value (x) for parameter Count is invalid. Expected a whole number");
  EXPECT_EQ(read(query_dialect::ec2, "Name=%zz"), "usage MalformedQueryString: \"Name=%zz\" holds a malformed escape");
  EXPECT_EQ(read(query_dialect::aws, "Map.entry.1.key=a"),
            "usage MissingParameter: An entry of Map lacks its key or value");
  std::string deep = "Child";
  for (int i = 0; i < 10'000; ++i) deep.append(".child");
  EXPECT_NE(read(query_dialect::aws, deep + "=1").find("nested deeper than 128 levels"), std::string::npos);
}

}  // namespace
}  // namespace aloft::serde
