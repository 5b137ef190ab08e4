// Bodies that no service should send: an error or the right value, never a crash, a hang or silent loss.

#include "protocol/test_service.hpp"

#include <gtest/gtest.h>

namespace aloft::protocol::test {
namespace {

constexpr std::string_view operations = R"("Get":{"name":"Get","http":{"method":"GET","requestUri":"/"},
  "output":{"shape":"Out"}})";
constexpr std::string_view shapes = R"("Out":{"type":"structure","members":{"Name":{"shape":"S"},"Size":{"shape":"L"},
  "Inner":{"shape":"Out"},"Items":{"shape":"Items"}}},"Items":{"type":"list","member":{"shape":"S"}},
  "S":{"type":"string"},"L":{"type":"long"})";

result<document> read(std::string_view protocol, std::string_view body, const limits& limits = {}) {
  static std::vector<std::shared_ptr<const model::service>> kept;  // documents point into their service
  kept.push_back(service_of(protocol, operations, shapes));
  return receive(*kept.back(), "Get", 200, {}, body, limits);
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

void expect_protocol_error(const result<document>& made) {
  ASSERT_FALSE(made) << to_json_text(made->root());
  EXPECT_EQ(made.error().kind(), error_kind::protocol) << made.error().what();
  EXPECT_EQ(made.error().info().http_status, 200);
}

TEST(hostile_json, is_an_error) {
  for (const auto* body : {"{\"Name\":\"a\"", "{\"Name\":\"a\"}}", "nonsense", "{\"Size\":1e400}",
                           "{\"Name\":\"\xff\"}", "{\"Name\":{}}", "{\"Items\":\"x\"}"})
    expect_protocol_error(read("json", body));
  expect_protocol_error(read("json", repeated("{\"Inner\":", 10000)));
}

TEST(hostile_xml, is_an_error) {
  for (const auto* body : {"<R><Name>a</Name>", "<R><Name>a</R>", "<R>&unknown;</R>", "<R><Size>x</Size></R>",
                           "<!DOCTYPE R [<!ENTITY a \"b\">]><R><Name>&a;</Name></R>", "<R><Name>\xff</Name></R>",
                           "text", "<R></R><R></R>"})
    expect_protocol_error(read("ec2", body));
  expect_protocol_error(read("ec2", "<R>" + repeated("<Inner>", 10000)));
}

TEST(xml, keeps_comments_entities_and_cdata_in_values) {
  const auto made = read("ec2", "<R><Name>a<!-- no -->b&amp;&#x41;<![CDATA[<c>]]></Name></R>");
  ASSERT_TRUE(made) << made.error().what();
  EXPECT_EQ(made->root()["Name"].as_text(), "ab&A<c>");
}

TEST(hostile_cbor, is_an_error) {
  using namespace std::string_view_literals;
  for (const auto body :
       {"\xa1\x64Name\x61"sv, "\xbf\x64Name\x61x"sv, "\xa1\x64Name\x7b\xff\xff\xff\xff\xff\xff\xff\xff"sv,
        "\x9b\xff\xff\xff\xff\xff\xff\xff\xff"sv, "\xff"sv, "\xa1\x64Name\x62\xff\xff"sv})
    expect_protocol_error(read("smithy-rpc-v2-cbor", body));
  expect_protocol_error(read("smithy-rpc-v2-cbor", repeated("\xa1\x65Inner", 10000)));
}

TEST(cbor, of_indefinite_length_is_read) {
  using namespace std::string_view_literals;
  const auto made = read("smithy-rpc-v2-cbor",
                         "\xbf\x64Name\x7f\x61"
                         "a\x61"
                         "b\xff\x65Items\x9f\x61x\xff\xff"sv);
  ASSERT_TRUE(made) << made.error().what();
  EXPECT_EQ(made->root()["Name"].as_text(), "ab");
  EXPECT_EQ(made->root()["Items"][0].as_text(), "x");
}

TEST(limits, of_size_and_depth_are_kept) {
  limits small;
  small.max_document = 20;
  expect_protocol_error(read("json", R"({"Name":"longer than twenty bytes"})", small));
  expect_protocol_error(read("ec2", "<R><Name>longer than twenty bytes</Name></R>", small));
  small = {};
  small.max_depth = 3;
  expect_protocol_error(read("json", R"({"Inner":{"Inner":{"Inner":{"Inner":{}}}}})", small));
  expect_protocol_error(read("ec2", "<R><Inner><Inner><Inner><Inner/></Inner></Inner></Inner></R>", small));
}

TEST(pieces, give_the_same_as_the_whole) {
  const std::string_view body = R"({"Name":"a\u00e9b","Items":["x","y"],"Inner":{"Size":12}})";
  for (const std::string_view protocol : {"json", "rest-json"}) {
    const auto service = service_of(protocol, operations, shapes);
    const auto& operation = operation_of(*service, "Get");
    const auto whole = receive(*service, "Get", 200, {}, body);
    const header_list headers;
    const auto reader = protocol_of(*service).read(operation, 200, headers, {});
    for (std::size_t at = 0; at < body.size(); ++at) ASSERT_TRUE(reader->write(body.substr(at, 1)));
    const auto pieces = reader->finish();
    ASSERT_TRUE(pieces);
    EXPECT_EQ(to_json_text(whole->root()), to_json_text(pieces->root()));
  }
}

}  // namespace
}  // namespace aloft::protocol::test
