// Successes whose body is not what the operation's output would be: text of a gateway, nothing at all, an error after
// all.
#include "protocol/test_service.hpp"

#include <gmock/gmock.h>

namespace aloft::protocol::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr std::string_view operations = R"(
  "Put":{"name":"Put","http":{"method":"PUT","requestUri":"/"},"output":{"shape":"Head"}},
  "Do":{"name":"Do","http":{"method":"POST","requestUri":"/do"}},
  "Void":{"name":"Void","http":{"method":"POST","requestUri":"/void"},"output":{"shape":"Nothing"}},
  "Get":{"name":"Get","http":{"method":"GET","requestUri":"/"},"output":{"shape":"Out"},"errors":[{"shape":"Gone"}]},
  "List":{"name":"List","http":{"method":"GET","requestUri":"/list"},"output":{"shape":"Needed"}},
  "Policy":{"name":"Policy","http":{"method":"GET","requestUri":"/policy"},"output":{"shape":"Text"}},
  "Wrapped":{"name":"Wrapped","http":{"method":"GET","requestUri":"/w"},"output":{"shape":"Paid"}})";
constexpr std::string_view shapes = R"(
  "Head":{"type":"structure","members":{"ETag":{"shape":"S","location":"header","locationName":"ETag"}}},
  "Nothing":{"type":"structure","members":{}},
  "Out":{"type":"structure","members":{"Name":{"shape":"S"},"Query":{"shape":"S","location":"querystring","locationName":"baz"},
     "Label":{"shape":"S","location":"uri","locationName":"lab"},"Tag":{"shape":"S","location":"header","locationName":"Tag"}}},
  "Needed":{"type":"structure","required":["Rows"],"members":{"Rows":{"shape":"S"}}},
  "Text":{"type":"structure","payload":"Body","members":{"Body":{"shape":"S"}}},
  "Paid":{"type":"structure","payload":"Row","members":{"Row":{"shape":"Row"}}},
  "Row":{"type":"structure","required":["Id"],"members":{"Id":{"shape":"S"}}},
  "Gone":{"type":"structure","exception":true,"members":{"message":{"shape":"S"},"Where":{"shape":"S"}}},
  "S":{"type":"string"})";
constexpr std::string_view html = "<html><body>Log in</body></html>";

result<document> get(std::string_view protocol, std::string_view operation, std::string_view body, int status = 200,
                     std::string_view metadata = {}) {
  static std::vector<std::shared_ptr<const model::service>> kept;  // documents refer to their shapes
  kept.push_back(service_of(protocol, operations, shapes, metadata));
  return receive(*kept.back(), operation, status,
                 headers_of({{"ETag", "\"e\""}, {"Tag", "t"}, {"x-amzn-requestid", "r-1"}}), body);
}

std::string json_of(const result<document>& of) {
  if (!of) return of.error().what();
  return boost::json::serialize(to_json(of->root()));
}

TEST(foreign_answers, a_body_where_no_member_lives_loses_nothing) {
  for (const auto* protocol : {"rest-json", "rest-xml"})
    for (const auto body : {std::string_view{"OK"}, html, std::string_view{"<a><br></b>"}, std::string_view{"\xff{"},
                            std::string_view{"[1]"}, std::string_view{}}) {
      EXPECT_EQ(json_of(get(protocol, "Put", body)), R"({"ETag":"\"e\""})") << protocol << ' ' << body;
      EXPECT_TRUE(get(protocol, "Do", body)) << protocol << ' ' << body;
    }
  for (const auto* protocol : {"json", "query", "ec2", "smithy-rpc-v2-cbor"})
    for (const auto body : {std::string_view{"OK"}, html, std::string_view{}}) {
      EXPECT_TRUE(get(protocol, "Do", body)) << protocol << ' ' << body;
      EXPECT_EQ(json_of(get(protocol, "Void", body)), "{}") << protocol << ' ' << body;
    }
}

TEST(foreign_answers, an_error_there_is_one_all_the_same) {
  EXPECT_EQ(get("rest-xml", "Put", "<Error><Code>InternalError</Code></Error>").error().code(), "InternalError");
  EXPECT_EQ(get("rest-json", "Put", R"({"__type":"Gone"})").error().code(), "Gone");
}

TEST(foreign_answers, of_query_without_the_result) {
  const auto said = [](std::string_view protocol, std::string_view body) {
    const auto outcome = get(protocol, "Get", body);
    if (outcome) return json_of(outcome);
    EXPECT_EQ(outcome.error().kind(), error_kind::protocol);
    EXPECT_EQ(outcome.error().info().request_id, "r-1");
    return outcome.error().code() + ": " + outcome.error().message();
  };
  for (const auto* protocol : {"query", "ec2"}) {
    EXPECT_THAT(said(protocol, html), AllOf(HasSubstr("UnreadableAnswer"), HasSubstr("begins with: <html>")))
        << protocol;
    EXPECT_THAT(said(protocol, ""), AllOf(HasSubstr("UnreadableAnswer"), HasSubstr("no body"))) << protocol;
  }
  EXPECT_THAT(said("query", "<GetResponse><Result/></GetResponse>"), HasSubstr("GetResult is missing"));
  EXPECT_EQ(said("query", "<GetResponse><GetResult/></GetResponse>"), "{}");
  EXPECT_EQ(said("query", "<GetResponse><GetResult><Other>1</Other></GetResult></GetResponse>"), "{}");
  EXPECT_EQ(said("query", "<GetResponse><GetResult><Name>n</Name></GetResult></GetResponse>"), R"({"Name":"n"})");
  EXPECT_EQ(said("ec2", "<GetResponse><requestId>r</requestId></GetResponse>"), "{}");
  EXPECT_EQ(said("ec2", "<Get><requestId>r</requestId></Get>"), "{}");
}

TEST(foreign_answers, of_query_that_are_errors) {
  auto failure = get("query", "Get", "<ErrorResponse><Error><Code>Gone</Code><Where>w</Where></Error></ErrorResponse>");
  ASSERT_FALSE(failure);
  EXPECT_EQ(failure.error().kind(), error_kind::service);
  EXPECT_EQ(failure.error().code(), "Gone");
  EXPECT_EQ(failure.error().info().members->at("Where"), "w");
  failure = get("ec2", "Do", "<Response><Errors><Error><Code>Gone</Code></Error></Errors></Response>");
  ASSERT_FALSE(failure);
  EXPECT_EQ(failure.error().code(), "Gone");
}

TEST(foreign_answers, of_rest_xml_without_what_must_be_there) {
  EXPECT_EQ(get("rest-xml", "List", "").error().code(), "UnreadableAnswer");
  EXPECT_TRUE(get("rest-xml", "Wrapped", "")) << "a payload may be left out, whatever it must hold";
  for (const auto* operation : {"List", "Wrapped"}) {
    EXPECT_EQ(get("rest-xml", operation, html).error().code(), "UnreadableAnswer") << operation;
    EXPECT_TRUE(get("rest-xml", operation, "", 204)) << operation;
    EXPECT_TRUE(get("rest-xml", operation, "", 200, R"(,"signatureVersion":"s3")")) << "S3's kin: " << operation;
  }
  EXPECT_EQ(get("rest-xml", "Get", html).error().code(), "UnreadableAnswer");
  EXPECT_TRUE(get("rest-xml", "Get", ""));
}

TEST(foreign_answers, a_type_alone_is_an_error_of_that_name) {
  const std::string cbor_gone = "\xa1\x66__type\x66x#Gone";
  for (const auto* protocol : {"json", "rest-json"}) {
    const auto failure = get(protocol, "Get", R"({"__type":"com.x#Gone:http://y","message":"m","Where":"w"})");
    ASSERT_FALSE(failure) << protocol;
    EXPECT_EQ(failure.error().kind(), error_kind::service);
    EXPECT_EQ(failure.error().code(), "Gone");
    EXPECT_EQ(failure.error().message(), "m");
    EXPECT_EQ(failure.error().info().members->at("Where"), "w");
    EXPECT_EQ(failure.error().info().http_status, 200);
    EXPECT_EQ(failure.error().info().request_id, "r-1");
    EXPECT_FALSE(get(protocol, "Do", R"({"__type":"ThrottlingException"})")) << protocol;
    EXPECT_TRUE(get(protocol, "Get", R"({"__type":"com.x#Gone","Name":"n"})")) << "it has something of the output";
    EXPECT_TRUE(get(protocol, "Get", R"({"__type":"com.x#Gone","Name":null})"));
    EXPECT_TRUE(get(protocol, "Get", R"({"__type":"com.x#Out"})")) << "the output's own type";
    EXPECT_TRUE(get(protocol, "Get", R"({"Other":{"__type":"Gone"}})"));
    EXPECT_TRUE(get(protocol, "Get", "{}"));
  }
  EXPECT_EQ(get("smithy-rpc-v2-cbor", "Get", cbor_gone).error().code(), "Gone");
}

TEST(foreign_answers, members_of_the_request_alone_are_read_from_the_body) {
  EXPECT_EQ(json_of(get("rest-xml", "Get", "<Out><baz>bam</baz><lab>l</lab><Tag>no</Tag></Out>")),
            R"({"Query":"bam","Label":"l","Tag":"t"})");
  EXPECT_EQ(json_of(get("rest-json", "Get", R"({"baz":"bam","lab":"l","Tag":"no"})")),
            R"({"Query":"bam","Label":"l","Tag":"t"})");
}

TEST(foreign_answers, a_text_payload_is_utf8) {
  EXPECT_EQ(json_of(get("rest-xml", "Policy", "Ma\xc3\x9f")), "{\"Body\":\"Ma\xc3\x9f\"}");
  EXPECT_THAT(get("rest-xml", "Policy", "Ma\xdf").error().message(), HasSubstr("UTF-8"));
}

TEST(foreign_answers, a_document_may_cost_so_much_memory) {
  const auto service =
      service_of("json", R"("Get":{"name":"Get","http":{"method":"POST","requestUri":"/"},"output":{"shape":"Out"}})",
                 R"("Out":{"type":"structure","members":{"Rows":{"shape":"Rows"}}},
                                     "Rows":{"type":"list","member":{"shape":"Row"}},"Row":{"type":"structure","members":{}})");
  limits bounds;
  bounds.max_memory = 1 << 20;
  const auto rows = [](std::size_t count) {
    std::string body = R"({"Rows":[{})";
    for (std::size_t i = 1; i < count; ++i) body += ",{}";
    return body + "]}";
  };
  EXPECT_TRUE(receive(*service, "Get", 200, {}, rows(1000), bounds));
  const auto refused = receive(*service, "Get", 200, {}, rows(100'000), bounds);  // 300 kB
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), "DocumentTooLarge");
  EXPECT_THAT(refused.error().message(), HasSubstr("max_memory (1048576 bytes)"));
}

}  // namespace
}  // namespace aloft::protocol::test
