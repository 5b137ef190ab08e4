#include "serde/xml_reader.hpp"

#include "read_support.hpp"
#include "support/test_model.hpp"

#include <gtest/gtest.h>

namespace aloft::serde {
namespace {

constexpr std::string_view shapes = R"({
  "Root": {"type": "structure", "members": {
    "Name": {"shape": "String", "locationName": "name"}, "Count": {"shape": "Integer"}, "Ratio": {"shape": "Double"},
    "On": {"shape": "Boolean"}, "When": {"shape": "Timestamp"}, "Day": {"shape": "HttpDate"}, "Data": {"shape": "Blob"},
    "Items": {"shape": "List"}, "Named": {"shape": "NamedList", "locationName": "namedSet"}, "Flat": {"shape": "FlatList"},
    "Other": {"shape": "FlatList", "locationName": "other"}, "ByElement": {"shape": "FlatNamedList"}, "Tags": {"shape": "Map"},
    "FlatTags": {"shape": "FlatMap", "locationName": "flatTag"}, "Child": {"shape": "Root"},
    "Header": {"shape": "String", "location": "header", "locationName": "x-header"}, "Grantee": {"shape": "Grantee"}}},
  "Grantee": {"type": "structure", "members": {"Type": {"shape": "String", "locationName": "xsi:type", "xmlAttribute": true},
    "ID": {"shape": "String"}}},
  "List": {"type": "list", "member": {"shape": "Root"}},
  "NamedList": {"type": "list", "member": {"shape": "Integer", "locationName": "item"}},
  "FlatList": {"type": "list", "member": {"shape": "Root"}, "flattened": true},
  "FlatNamedList": {"type": "list", "member": {"shape": "String", "locationName": "Element"}, "flattened": true},
  "Map": {"type": "map", "key": {"shape": "String"}, "value": {"shape": "Root"}},
  "FlatMap": {"type": "map", "key": {"shape": "String", "locationName": "K"}, "value": {"shape": "String", "locationName": "V"}, "flattened": true},
  "String": {"type": "string"}, "Integer": {"type": "integer"}, "Double": {"type": "double"}, "Boolean": {"type": "boolean"},
  "Timestamp": {"type": "timestamp"}, "HttpDate": {"type": "timestamp", "timestampFormat": "rfc822"}, "Blob": {"type": "blob"}})";

class XmlReader : public testing::Test {
 protected:
  std::string read(std::string_view body, const xml_reader_options& options = {}) {
    return test::read_any_way(body, [&](shape_sink& sink) { return xml_reader{&model_.root(), sink, options}; });
  }

  test::test_model model_{shapes};
};

TEST_F(XmlReader, Scalars) {
  EXPECT_EQ(read("<R><name>a &amp; b</name><Count> 12 </Count><Ratio>1.5</Ratio><On>true</On></R>"),
            R"({"Name":"a & b","Count":12,"Ratio":1.5,"On":true})");
  EXPECT_EQ(
      read("<R><When>2026-01-31T12:00:00.000Z</When><Day>Tue, 29 Apr 2014 18:30:38 GMT</Day><Data>YW\nJj</Data></R>"),
      R"({"When":"2026-01-31T12:00:00Z","Day":"2014-04-29T18:30:38Z","Data":"YWJj"})");
  EXPECT_EQ(read("<R><Ratio>NaN</Ratio><On>false</On><Count>-2147483648</Count></R>"),
            R"({"Count":-2147483648,"Ratio":"NaN","On":false})");
}

TEST_F(XmlReader, TimesOfNoKnownFormStayText) {
  EXPECT_EQ(read("<R><When>YYYY-MM-DD</When><Day>1398796238</Day></R>"),
            R"({"When":"YYYY-MM-DD","Day":"2014-04-29T18:30:38Z"})");
}

TEST_F(XmlReader, EmptyElements) {
  EXPECT_EQ(read("<R><name/><Count/><On></On><When/><Data/><Items/><Child/><Tags/></R>"),
            R"({"Name":"","Data":"","Items":[],"Tags":{},"Child":{}})");
  EXPECT_EQ(read("<R/>"), "{}");
}

TEST_F(XmlReader, TextInParts) {
  EXPECT_EQ(read("<R><name>a<![CDATA[<b>]]>c<!-- d -->e&lt;&gt;f</name></R>"), R"({"Name":"a<b>ce<>f"})");
  EXPECT_EQ(read("<R><name>&lt;&gt;</name></R>"), R"({"Name":"<>"})");
  EXPECT_EQ(read("<R><name>before<b>inside</b>after</name></R>"), R"({"Name":"before"})");
  const std::string big(100'000, 'x');
  EXPECT_EQ(read("<R><name>" + big + "</name></R>"), R"({"Name":")" + big + R"("})");
}

TEST_F(XmlReader, ListsOfOneStayLists) {
  EXPECT_EQ(read("<R><Items><member><name>1</name></member></Items></R>"), R"({"Items":[{"Name":"1"}]})");
  EXPECT_EQ(read("<R><namedSet><item>1</item><whatever>2</whatever></namedSet></R>"), R"({"Named":[1,2]})");
  EXPECT_EQ(read("<R><Flat><name>1</name></Flat></R>"), R"({"Flat":[{"Name":"1"}]})");
}

TEST_F(XmlReader, FlattenedListsInterleave) {
  EXPECT_EQ(read("<R><Flat><name>1</name></Flat><other><name>a</name></other><name>n</name><Flat><name>2</name></Flat>"
                 "<other/><Flat/></R>"),
            R"({"Name":"n","Flat":[{"Name":"1"},{"Name":"2"},{}],"Other":[{"Name":"a"},{}]})");
  EXPECT_EQ(read("<R><Element>1</Element><Element>2</Element></R>"), R"({"ByElement":["1","2"]})");
  EXPECT_EQ(read("<R><ByElement>1</ByElement></R>"), R"({"ByElement":["1"]})");
}

TEST_F(XmlReader, Maps) {
  EXPECT_EQ(read("<R><Tags><entry><key>a</key><value><name>1</name></value></entry>"
                 "<entry><key>b</key><value/></entry></Tags></R>"),
            R"({"Tags":{"a":{"Name":"1"},"b":{}}})");
  EXPECT_EQ(read("<R><flatTag><K>a</K><V>1</V></flatTag><name>n</name><flatTag><K>b</K><V>2</V></flatTag>"
                 "<flatTag><K>a</K><V>3</V></flatTag></R>"),
            R"({"Name":"n","FlatTags":{"a":"3","b":"2"}})");
  EXPECT_EQ(read("<R><flatTag><K>a</K></flatTag><flatTag><K>b</K><x/><V>2</V></flatTag></R>"),
            R"({"FlatTags":{"b":"2"}})");
}

TEST_F(XmlReader, UnknownElementsArePassedOver) {
  EXPECT_EQ(read("<R><x><name>no</name><y/></x><name>yes</name><x-header>h</x-header>text</R>"), R"({"Name":"yes"})");
}

TEST_F(XmlReader, TheLastOfTwoScalarsCounts) {
  EXPECT_EQ(read("<R><name>1</name><Count>1</Count><name>2</name></R>"), R"({"Name":"2","Count":1})");
}

TEST_F(XmlReader, NamespacesAndAttributes) {
  EXPECT_EQ(read("<s:R xmlns:s='u'><s:name xmlns='v'>1</s:name></s:R>"), R"({"Name":"1"})");
  EXPECT_EQ(read("<R><Grantee xmlns:i='http://www.w3.org/2001/XMLSchema-instance' "
                 "i:type='CanonicalUser'><ID>x</ID></Grantee></R>"),
            R"({"Grantee":{"Type":"CanonicalUser","ID":"x"}})");
}

TEST_F(XmlReader, Wrappers) {
  const xml_reader_options query{.wrappers = {"CallResult"}};
  constexpr std::string_view body =
      "<CallResponse><CallResult><name>1</name></CallResult><ResponseMetadata><RequestId>id</RequestId></"
      "ResponseMetadata></CallResponse>";
  EXPECT_EQ(read(body, query), R"({"Name":"1"})");
  EXPECT_EQ(read("<CallResponse><Other><name>1</name></Other></CallResponse>", query), "{}");
  EXPECT_EQ(
      read("<Response><Errors><Error><name>1</name></Error></Errors></Response>", {.wrappers = {"Errors", "Error"}}),
      R"({"Name":"1"})");
  document_builder builder;
  xml_reader reader{&model_.root(), builder, query};
  ASSERT_TRUE(reader.read(body));
  EXPECT_EQ(reader.request_id(), "id");
  EXPECT_EQ(reader.root_name(), "CallResponse");
}

TEST_F(XmlReader, RequestIdOfEc2AndRootText) {
  document_builder builder;
  xml_reader ec2{&model_.root(), builder};
  ASSERT_TRUE(ec2.read("<R><requestId>1&amp;2</requestId><x><requestId>no</requestId></x></R>"));
  EXPECT_EQ(ec2.request_id(), "1&2");
  xml_reader location{nullptr, builder};
  ASSERT_TRUE(location.read("<LocationConstraint xmlns='u'>eu-west-1</LocationConstraint>"));
  EXPECT_EQ(location.root_text(), "eu-west-1");
}

TEST_F(XmlReader, InsideAStructureThatIsOpen) {
  document_builder builder;
  builder.begin(model_.root());
  builder.member(*model_.root().find("Header"));
  builder.text("h");
  xml_reader reader{&model_.root(), builder, {.inside = true}};
  ASSERT_TRUE(reader.read("<R><name>n</name><x-header>no</x-header></R>"));
  builder.end();
  EXPECT_EQ(test::text_of(builder.finish()), R"({"Name":"n","Header":"h"})");
}

TEST_F(XmlReader, ErrorsNameThePath) {
  EXPECT_EQ(read("<R><Items><m/><m><Flat/><Flat><Count>x</Count></Flat></m></Items></R>"),
            "protocol UnreadableAnswer: Items[1].Flat[1].Count: \"x\" is not a whole number");
  EXPECT_EQ(read("<R><Tags><entry><key>k</key><value><Ratio>much</Ratio></value></entry></Tags></R>"),
            "protocol UnreadableAnswer: Tags.k.Ratio: \"much\" is not a number");
  EXPECT_EQ(read("<R><namedSet><item>1</item><item>1.5</item></namedSet></R>"),
            "protocol UnreadableAnswer: Named[1]: \"1.5\" is not a whole number");
  EXPECT_EQ(read("<R><Tags><entry><value/><key>k</key></entry></Tags></R>").substr(0, 70),
            "protocol UnreadableAnswer: Tags.: a map entry whose value comes before");
  EXPECT_EQ(read("<R><Child><name>").substr(0, 86),
            "protocol UnreadableAnswer: Child.Name: not well-formed XML: the document is truncated ");
}

TEST_F(XmlReader, Limits) {
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep.append("<Child>");
  EXPECT_NE(read(deep).find("elements are nested too deeply"), std::string::npos);
  deep.clear();
  for (int i = 0; i < 10'000; ++i) deep.append("<x>");
  EXPECT_NE(read("<R>" + deep).find("elements are nested too deeply"), std::string::npos);
  EXPECT_EQ(read("<R><name>12345678</name></R>", {.limits = {.max_bytes = 20}}),
            "protocol BodyTooLarge: the body is larger than max_document (20 bytes)");
}

}  // namespace
}  // namespace aloft::serde
