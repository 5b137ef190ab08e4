#include "protocol/header_list_text.hpp"
#include "protocol/test_service.hpp"
#include "protocol/uri_template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace aloft::protocol::test {
namespace {

using testing::ElementsAre;

constexpr std::string_view operations = R"(
  "Get":{"name":"Get","http":{"method":"GET","requestUri":"/{Bucket}/{Key+}?x-id=Get"},
         "input":{"shape":"GetIn"},"output":{"shape":"GetOut"}},
  "Put":{"name":"Put","http":{"method":"PUT","requestUri":"/blob"},"input":{"shape":"PutIn"},"output":{"shape":"PutIn"}})";
constexpr std::string_view shapes = R"(
  "GetIn":{"type":"structure","required":["Bucket","Key"],"members":{
    "Bucket":{"shape":"S","location":"uri","locationName":"Bucket"},
    "Key":{"shape":"S","location":"uri","locationName":"Key"},
    "Kinds":{"shape":"List","location":"querystring","locationName":"kind"},
    "Named":{"shape":"S","location":"querystring","locationName":"named"},
    "Rest":{"shape":"Map","location":"querystring"},
    "When":{"shape":"T","location":"header","locationName":"X-When"},
    "Names":{"shape":"List","location":"header","locationName":"X-Names"},
    "Zoom":{"shape":"F","location":"querystring","locationName":"zoom"},
    "Facts":{"shape":"S","location":"header","locationName":"X-Facts","jsonvalue":true},
    "Metadata":{"shape":"Map","location":"headers","locationName":"x-meta-"}}},
  "GetOut":{"type":"structure","members":{
    "Status":{"shape":"I","location":"statusCode"},
    "When":{"shape":"T","location":"header","locationName":"X-When"},
    "Names":{"shape":"List","location":"header","locationName":"X-Names"},
    "Dates":{"shape":"Dates","location":"header","locationName":"X-Dates"},
    "Count":{"shape":"I","location":"header","locationName":"X-Count"},
    "Metadata":{"shape":"Map","location":"headers","locationName":"x-meta-"},
    "Body":{"shape":"S"}}},
  "PutIn":{"type":"structure","payload":"Data","members":{
    "Data":{"shape":"B"},"Type":{"shape":"S","location":"header","locationName":"Content-Type"}}},
  "List":{"type":"list","member":{"shape":"S"}},"Dates":{"type":"list","member":{"shape":"T"}},
  "Map":{"type":"map","key":{"shape":"S"},"value":{"shape":"S"}},
  "S":{"type":"string"},"I":{"type":"integer"},"F":{"type":"float"},"B":{"type":"blob"},"T":{"type":"timestamp"})";

std::shared_ptr<const model::service> rest() { return service_of("rest-json", operations, shapes); }

TEST(header_maps, lose_no_entry_to_another_case) {
  const auto service = rest();
  const auto refused = protocol_of(*service).serialize(
      operation_of(*service, "Get"), boost::json::parse(R"({"Bucket":"b","Key":"k","Metadata":{"foo":"a","FOO":"b"}})"),
      {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind(), error_kind::usage);
  EXPECT_THAT(refused.error().message(), testing::AllOf(testing::HasSubstr("Metadata"), testing::HasSubstr("\"FOO\"")));
}

TEST(header_maps, have_names_of_headers_only) {
  const auto service = rest();
  for (const char* name : {"t\u00ef", "a b", "a:b", "a(b)", "\"", ","}) {
    boost::json::value input = boost::json::parse(R"({"Bucket":"b","Key":"k"})");
    input.as_object()["Metadata"] = boost::json::object{{name, "x"}};
    const auto refused = protocol_of(*service).serialize(operation_of(*service, "Get"), input, {});
    ASSERT_FALSE(refused) << name;
    EXPECT_THAT(refused.error().message(), testing::HasSubstr(name));
  }
}

TEST(headers, are_utf8_in_what_is_read_of_them) {
  const auto service = rest();
  const auto output =
      receive(*service, "Get", 200,
              headers_of({{"x-meta-t", "Ma\xdf"}, {"x-meta-u", "Ma\xc3\x9f"}, {"x-names", "\xe9,b"}}), "");
  EXPECT_EQ(boost::json::serialize(to_json(output.value().root())),
            "{\"Status\":200,\"Names\":[\"\xc3\xa9\",\"b\"],\"Metadata\":{\"t\":\"Ma\xc3\x9f\",\"u\":\"Ma\xc3\x9f\"}}");
}

TEST(input, is_utf8) {
  const auto service = rest();
  for (const char* member : {"Bucket", "Named"}) {
    boost::json::value input = boost::json::parse(R"({"Bucket":"b","Key":"k"})");
    input.as_object()[member] = "\xdf";
    const auto refused = protocol_of(*service).serialize(operation_of(*service, "Get"), input, {});
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message(), testing::AllOf(testing::HasSubstr(member), testing::HasSubstr("UTF-8")));
  }
}

TEST(labels, are_encoded_and_greedy_ones_keep_their_slashes) {
  const auto service = rest();
  const auto request = send(*service, "Get", R"({"Bucket":"a/b","Key":"x/y z+é"})");
  EXPECT_EQ(request.path, "/a%2Fb/x/y%20z%2B%C3%A9");
  EXPECT_EQ(request.query, "x-id=Get");
  EXPECT_EQ(request.body, "");
}

TEST(labels, must_not_be_empty) {
  const auto service = rest();
  const auto made = protocol_of(*service).serialize(operation_of(*service, "Get"),
                                                    boost::json::parse(R"({"Bucket":"","Key":"k"})"), {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code(), "ParamValidation");
  EXPECT_NE(made.error().message().find("Bucket"), std::string::npos);
}

TEST(query, holds_lists_and_maps_and_names_win) {
  const auto service = rest();
  const auto request = send(*service, "Get", R"({"Bucket":"b","Key":"k","Rest":{"named":"map","other":"&="},
    "Kinds":["1","2"],"Named":"name","Zoom":2.0})");
  EXPECT_EQ(request.query, "x-id=Get&kind=1&kind=2&named=name&zoom=2.0&other=%26%3D");
}

TEST(headers, hold_scalars_lists_json_and_maps) {
  const auto service = rest();
  const auto request = send(*service, "Get", R"({"Bucket":"b","Key":"k","When":"2019-12-16T23:48:18Z",
    "Names":["a","b,c","d\"e"],"Metadata":{"one":"1","two":""},"Facts":{"a":1}})");
  EXPECT_EQ(request.headers.find("X-When"), "Mon, 16 Dec 2019 23:48:18 GMT");
  EXPECT_EQ(request.headers.find("X-Names"), R"(a,"b,c","d\"e")");
  EXPECT_EQ(request.headers.find("x-meta-one"), "1");
  EXPECT_EQ(request.headers.find("x-meta-two"), "");
  EXPECT_EQ(request.headers.find("X-Facts"), "eyJhIjoxfQ==");
}

TEST(headers, cannot_be_split) {
  const auto service = rest();
  for (const auto* bad : {R"({"Bucket":"b","Key":"k","Names":["a\r\nX-Evil: 1"]})",
                          R"({"Bucket":"b","Key":"k","Metadata":{"a: b\r\nc":"d"}})",
                          R"({"Bucket":"b","Key":"k","Metadata":{"a":"\u0000"}})"}) {
    const auto made = protocol_of(*service).serialize(operation_of(*service, "Get"), boost::json::parse(bad), {});
    ASSERT_FALSE(made) << bad;
    EXPECT_EQ(made.error().code(), "ParamValidation");
  }
}

TEST(payload, of_bytes_is_the_body) {
  const auto service = rest();
  auto request = send(*service, "Put", R"({"Data":"AAEC"})");
  EXPECT_EQ(request.body, (std::string{"\0\1\2", 3}));
  EXPECT_EQ(request.headers.find("Content-Type"), "application/octet-stream");
  request = send(*service, "Put", R"({"Data":"AAEC","Type":"image/png"})");
  EXPECT_EQ(request.headers.find("Content-Type"), "image/png");
}

TEST(answers, give_members_of_status_and_headers) {
  const auto service = rest();
  const auto headers = headers_of({{"x-when", "Mon, 16 Dec 2019 23:48:18 GMT"},
                                   {"X-NAMES", "a, \"b,c\" ,d"},
                                   {"x-dates", "Mon, 16 Dec 2019 23:48:18 GMT, Mon, 16 Dec 2019 23:48:19 GMT"},
                                   {"x-count", "many"},
                                   {"X-Meta-One", "1"}});
  const auto made = receive(*service, "Get", 206, headers, R"({"Body":"text"})");
  ASSERT_TRUE(made) << made.error().what();
  const value root = made->root();
  EXPECT_EQ(root["Status"].as_integer(), 206);
  EXPECT_EQ(root["When"].as_timestamp().seconds, 1576540098);
  ASSERT_EQ(root["Names"].size(), 3u);
  EXPECT_EQ(root["Names"][1].as_text(), "b,c");
  ASSERT_EQ(root["Dates"].size(), 2u);
  EXPECT_EQ(root["Dates"][1].as_timestamp().seconds, 1576540099);
  EXPECT_TRUE(root["Count"].is_null());  // no number: left out, and readable as a header
  EXPECT_EQ(root["Metadata"]["One"].as_text(), "1");
  EXPECT_EQ(root["Body"].as_text(), "text");
}

TEST(answers, without_a_body_still_give_what_headers_hold) {
  const auto service = rest();
  const auto made = receive(*service, "Get", 200, headers_of({{"x-count", "3"}}), "");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->root()["Count"].as_integer(), 3);
  EXPECT_TRUE(made->root()["Body"].is_null());
}

TEST(uri_template, matches_paths) {
  const auto greedy = uri_template::parse("/{Bucket}/{Key+}");
  const auto labels = greedy.match("/b/x/y%20z");
  ASSERT_TRUE(labels);
  EXPECT_EQ((*labels)[0].second, "b");
  EXPECT_EQ((*labels)[1].second, "x/y z");
  EXPECT_FALSE(greedy.match("/b"));
  EXPECT_FALSE(greedy.match("/b/"));
  const auto middle = uri_template::parse("/a/{x+}/tags/{y}");
  ASSERT_TRUE(middle.match("/a/1/tags/2/tags/3"));
  EXPECT_EQ((*middle.match("/a/1/tags/2/tags/3"))[0].second, "1/tags/2");
  EXPECT_TRUE(uri_template::parse("/").match("/"));
  EXPECT_FALSE(uri_template::parse("/a/{x}").match("/a/b/c"));
}

TEST(header_lists, are_split_and_quoted) {
  EXPECT_THAT(split_elements("a, b ,c"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(split_elements(R"("b,c", "\"def\"", a)"), ElementsAre("b,c", "\"def\"", "a"));
  EXPECT_THAT(split_elements(""), ElementsAre());
  EXPECT_THAT(split_elements("a,"), ElementsAre("a", ""));
  EXPECT_THAT(split_elements("\"open"), ElementsAre("open"));
  EXPECT_EQ(quote_element("plain text"), "plain text");
  for (const char* text : {"a\\", "a\\,b", "\\\"", ",\\", "a\\b"})
    EXPECT_THAT(split_elements(quote_element(text) + ",next"), ElementsAre(text, "next")) << text;
}

}  // namespace
}  // namespace aloft::protocol::test
