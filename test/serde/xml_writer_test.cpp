#include "serde/xml_writer.hpp"

#include "read_support.hpp"
#include "serde/walk.hpp"
#include "serde/xml_error.hpp"
#include "serde/xml_reader.hpp"
#include "support/test_model.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace aloft::serde {
namespace {

constexpr std::string_view shapes = R"({
  "Root": {"type": "structure", "members": {
    "Name": {"shape": "String", "locationName": "name"}, "Count": {"shape": "Integer"}, "Ratio": {"shape": "Double"}, "On": {"shape": "Boolean"},
    "When": {"shape": "Timestamp"}, "Day": {"shape": "HttpDate"}, "Data": {"shape": "Blob"}, "List": {"shape": "List"},
    "Named": {"shape": "NamedList", "locationName": "namedSet"}, "Flat": {"shape": "FlatList", "locationName": "flat"}, "FlatNamed": {"shape": "FlatNamed"},
    "Map": {"shape": "Map"}, "FlatMap": {"shape": "FlatMap", "locationName": "tag"}, "Grantee": {"shape": "Grantee"}, "Child": {"shape": "Root"},
    "Spaced": {"shape": "Spaced", "xmlNamespace": {"uri": "http://x", "prefix": "p"}}}},
  "Grantee": {"type": "structure", "xmlNamespace": {"prefix": "xsi", "uri": "http://www.w3.org/2001/XMLSchema-instance"},
    "members": {"ID": {"shape": "String"}, "Type": {"shape": "String", "locationName": "xsi:type", "xmlAttribute": true}}},
  "Spaced": {"type": "structure", "members": {"Name": {"shape": "String"}}},
  "List": {"type": "list", "member": {"shape": "Root"}},
  "NamedList": {"type": "list", "member": {"shape": "Integer", "locationName": "item"}},
  "FlatList": {"type": "list", "member": {"shape": "Root"}, "flattened": true},
  "FlatNamed": {"type": "list", "member": {"shape": "String", "locationName": "Element"}, "flattened": true},
  "Map": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "Root"}},
  "FlatMap": {"type": "map", "key": {"shape": "String", "locationName": "K"}, "value": {"shape": "String", "locationName": "V"}, "flattened": true},
  "String": {"type": "string"}, "Integer": {"type": "integer"}, "Double": {"type": "double"}, "Boolean": {"type": "boolean"},
  "Timestamp": {"type": "timestamp"}, "HttpDate": {"type": "timestamp", "timestampFormat": "rfc822"}, "Blob": {"type": "blob"}})";

class XmlWriter : public testing::Test {
 protected:
  std::string written(std::string_view json, xml_writer_options options = {.root = "R"}) {
    xml_writer writer{options};
    if (auto done = walk(model_, boost::json::parse(json), writer); !done) return test::text_of(done.error());
    return writer.take();
  }

  test::test_model model_{shapes};
};

TEST_F(XmlWriter, Scalars) {
  EXPECT_EQ(
      written(
          R"({"Name": "a<b>&\"'é\r", "Count": 1, "Ratio": 1.5, "On": false, "When": 1422172800, "Day": 1398796238, "Data": "YWI="})"),
      "<R><name>a&lt;b&gt;&amp;\"'é&#13;</name><Count>1</Count><Ratio>1.5</Ratio><On>false</"
      "On><When>2015-01-25T08:00:00Z</When>"
      "<Day>Tue, 29 Apr 2014 18:30:38 GMT</Day><Data>YWI=</Data></R>");
  EXPECT_EQ(written("{}", {.root = "R", .xml_namespace = "http://a/&"}), "<R xmlns=\"http://a/&amp;\"></R>");
}

TEST_F(XmlWriter, ListsAndMaps) {
  EXPECT_EQ(
      written(R"({"List": [{"Name": "a"}, {}], "Named": [1, 2], "Flat": [{"Count": 1}, {}], "FlatNamed": ["x"]})"),
      "<R><List><member><name>a</name></member><member></member></List><namedSet><item>1</item><item>2</item></"
      "namedSet>"
      "<flat><Count>1</Count></flat><flat></flat><FlatNamed>x</FlatNamed></R>");
  EXPECT_EQ(written(R"({"FlatNamed": ["x", "y"]})", {.root = "R", .flattened_by_element = true}),
            "<R><Element>x</Element><Element>y</Element></R>");
  EXPECT_EQ(
      written(R"({"Map": {"a": {"Name": "1"}, "b": {}}, "FlatMap": {"c": "d", "e": "f"}, "Count": 1})"),
      "<R><Map><entry><key>a</key><value><name>1</name></value></entry><entry><key>b</key><value></value></entry></Map>"
      "<tag><K>c</K><V>d</V></tag><tag><K>e</K><V>f</V></tag><Count>1</Count></R>");
}

TEST_F(XmlWriter, AttributesAndNamespaces) {
  constexpr std::string_view grantee =
      "<R><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
      "xsi:type=\"a&quot;b\"><ID>i</ID></Grantee></R>";
  EXPECT_EQ(written(R"({"Grantee": {"Type": "a\"b", "ID": "i"}})"), grantee);
  EXPECT_EQ(written(R"({"Grantee": {"ID": "i", "Type": "a\"b"}})"), grantee);
  EXPECT_EQ(written(R"({"Spaced": {"Name": "n"}})"), "<R><Spaced xmlns:p=\"http://x\"><Name>n</Name></Spaced></R>");
}

TEST_F(XmlWriter, WhatItWritesCanBeRead) {
  for (const std::string_view json :
       {R"({"Name":"a<&>\r\n","Count":1,"Ratio":1.5,"On":true,"When":"2015-01-25T08:00:00Z","Data":"YWI="})",
        R"({"List":[{"Named":[1]},{}],"Flat":[{"Flat":[{}]}],"FlatNamed":["a","b"]})",
        R"({"Map":{"a":{"FlatMap":{"b":"c"}}},"FlatMap":{"d":"e"}})",
        R"({"Grantee":{"ID":"i","Type":"t"},"Child":{"Child":{"Name":"deep"}}})"}) {
    for (const bool by_element : {false, true}) {
      document_builder builder;
      xml_reader reader{&model_.root(), builder};
      const std::string text = written(json, {.root = "R", .flattened_by_element = by_element});
      ASSERT_TRUE(reader.read(text)) << text;
      EXPECT_EQ(test::text_of(builder.finish()), json) << text;
    }
  }
}

TEST(XmlError, AllForms) {
  const xml_error query = read_xml_error(
                              "<ErrorResponse xmlns='u'><Error><Type>Sender</Type><Code>InvalidInput</Code><Message>a "
                              "&amp; b</Message><Detail><Code>no</Code></Detail>"
                              "</Error><RequestId>id</RequestId></ErrorResponse>")
                              .value();
  EXPECT_EQ(query.code, "InvalidInput");
  EXPECT_EQ(query.message, "a & b");
  EXPECT_EQ(query.type, "Sender");
  EXPECT_EQ(query.request_id, "id");
  EXPECT_EQ(query.wrappers, std::vector<std::string_view>{"Error"});

  const xml_error ec2 =
      read_xml_error(
          "<Response><Errors><Error><Code>C</Code><Message>M</Message></Error><Error><Code>D</Code></Error>"
          "</Errors><RequestID>id</RequestID></Response>")
          .value();
  EXPECT_EQ(ec2.code, "C");
  EXPECT_EQ(ec2.message, "M");
  EXPECT_EQ(ec2.request_id, "id");
  EXPECT_EQ(ec2.wrappers, (std::vector<std::string_view>{"Errors", "Error"}));

  const xml_error s3 =
      read_xml_error(
          "<Error><Code>NoSuchKey</Code><Message>m</Message><RequestId>r</RequestId><HostId>h</HostId></Error>")
          .value();
  EXPECT_EQ(s3.code, "NoSuchKey");
  EXPECT_EQ(s3.request_id, "r");
  EXPECT_EQ(s3.host_id, "h");
  EXPECT_TRUE(s3.wrappers.empty());

  EXPECT_EQ(read_xml_error("<html><body>Service Unavailable</body></html>").value().code, "");
  EXPECT_FALSE(read_xml_error("Service Unavailable"));
  EXPECT_FALSE(read_xml_error(""));
}

}  // namespace
}  // namespace aloft::serde
