#include <aloft/base64.hpp>
#include "crypto/digest.hpp"
#include "protocol/test_service.hpp"

#include <gtest/gtest.h>

namespace aloft::protocol::test {
namespace {

constexpr std::string_view put = R"("Put":{"name":"Put","http":{"method":"POST","requestUri":"/"},
  "input":{"shape":"In"})";
constexpr std::string_view shapes = R"("In":{"type":"structure","members":{
    "name":{"shape":"S"},"Tags":{"shape":"Tags"},"token":{"shape":"S","idempotencyToken":true}}},
  "Tags":{"type":"list","member":{"shape":"S"}},"S":{"type":"string"})";

std::string operations(std::string_view extra = "") { return std::string{put} + std::string{extra} + "}"; }

TEST(query, writes_action_version_and_members) {
  const auto service = service_of("query", operations(), shapes);
  const auto request = send(*service, "Put", R"({"name":"a b","Tags":["x","y"],"token":"t"})");
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.path, "/");
  EXPECT_EQ(request.body, "Action=Put&Version=2020-01-01&name=a+b&Tags.member.1=x&Tags.member.2=y&token=t");
  EXPECT_EQ(request.headers.find("content-type"), "application/x-www-form-urlencoded; charset=utf-8");
}

TEST(ec2, capitalizes_names_and_numbers_lists) {
  const auto service = service_of("ec2", operations(), shapes);
  const auto request = send(*service, "Put", R"({"name":"a","Tags":["x","y"],"token":"t"})");
  EXPECT_EQ(request.body, "Action=Put&Version=2020-01-01&Name=a&Tags.1=x&Tags.2=y&Token=t");
}

TEST(aws_json, names_the_operation_in_a_header) {
  const auto service = service_of("json", operations(), shapes);
  const auto request = send(*service, "Put", R"({"name":"a","token":"t"})");
  EXPECT_EQ(request.headers.find("X-Amz-Target"), "Thing.Put");
  EXPECT_EQ(request.headers.find("Content-Type"), "application/x-amz-json-1.1");
  EXPECT_EQ(request.body, R"({"name":"a","token":"t"})");
}

TEST(query_compatible, says_so) {
  const auto service = service_of("json", operations(), shapes, R"(,"awsQueryCompatible":{})");
  EXPECT_EQ(send(*service, "Put").headers.find("x-amzn-query-mode"), "true");
}

TEST(rpc_v2_cbor, names_the_operation_in_the_path) {
  const auto service = service_of("smithy-rpc-v2-cbor", operations(), shapes);
  const auto request = send(*service, "Put", R"({"token":"t"})");
  EXPECT_EQ(request.path, "/service/Thing/operation/Put");
  EXPECT_EQ(request.headers.find("smithy-protocol"), "rpc-v2-cbor");
  EXPECT_EQ(request.headers.find("Accept"), "application/cbor");
  EXPECT_EQ(request.headers.find("Content-Type"), "application/cbor");
}

TEST(idempotency_token, is_filled_in_when_absent_and_kept_when_given) {
  const auto service = service_of("json", operations(), shapes);
  serialize_options options;
  std::string fixed = "made-up";
  options.state = &fixed;
  options.idempotency_token = [](void* state) { return *static_cast<std::string*>(state); };
  const auto& json = protocol_of(*service);
  const auto& operation = operation_of(*service, "Put");
  EXPECT_EQ(json.serialize(operation, boost::json::parse("{}"), options)->body, R"({"token":"made-up"})");
  EXPECT_EQ(json.serialize(operation, boost::json::parse(R"({"token":"mine"})"), options)->body, R"({"token":"mine"})");
  const auto random = send(*service, "Put").body;
  EXPECT_EQ(random.size(), std::string{R"({"token":"00000000-0000-4000-8000-000000000000"})"}.size()) << random;
}

TEST(input, that_is_no_object_is_refused) {
  const auto service = service_of("json", operations(), shapes);
  const auto made = protocol_of(*service).serialize(operation_of(*service, "Put"), boost::json::parse("[1]"), {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code(), "ParamValidation");
}

TEST(input, is_validated_as_a_whole) {
  const auto service = service_of("json", operations(), shapes);
  const auto made = protocol_of(*service).serialize(operation_of(*service, "Put"),
                                                    boost::json::parse(R"({"name":1,"Tags":[2],"nam":"x"})"), {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind(), error_kind::usage);
  for (const auto* part : {"name", "Tags[0]", "nam"})
    EXPECT_NE(made.error().message().find(part), std::string::npos) << made.error().message();
}

TEST(host_prefix, takes_labels_from_the_input) {
  const auto service =
      service_of("json", R"("Put":{"name":"Put","http":{"method":"POST","requestUri":"/"},"input":{"shape":"In"},
                 "endpoint":{"hostPrefix":"data-{name}."}})",
                 R"("In":{"type":"structure","required":["name"],"members":{"name":{"shape":"S","hostLabel":true}}},
         "S":{"type":"string"})");
  EXPECT_EQ(send(*service, "Put", R"({"name":"a-1"})").host, "data-a-1.");
  for (const auto* bad : {R"({"name":"a/b"})", R"({"name":""})", R"({"name":"a b"})"}) {
    const auto made = protocol_of(*service).serialize(operation_of(*service, "Put"), boost::json::parse(bad), {});
    ASSERT_FALSE(made) << bad;
    EXPECT_EQ(made.error().code(), "ParamValidation");
  }
}

TEST(compression, starts_at_the_least_size) {
  const auto service = service_of("json", operations(R"(,"requestcompression":{"encodings":["gzip"]})"), shapes);
  const auto& json = protocol_of(*service);
  const auto& operation = operation_of(*service, "Put");
  const boost::json::value input{{"name", std::string(20000, 'x')}, {"token", "t"}};
  const auto packed = json.serialize(operation, input, {});
  EXPECT_EQ(packed->headers.find("Content-Encoding"), "gzip");
  EXPECT_LT(packed->body.size(), 1000u);
  EXPECT_EQ(packed->body.substr(0, 2), "\x1f\x8b");
  EXPECT_FALSE(send(*service, "Put", R"({"name":"small"})").headers.contains("Content-Encoding"));
  serialize_options off;
  off.compress = false;
  EXPECT_FALSE(json.serialize(operation, input, off)->headers.contains("Content-Encoding"));
}

TEST(checksum, is_of_the_body_that_is_sent) {
  const auto service = service_of("json", operations(R"(,"httpChecksumRequired":true)"), shapes);
  const auto request = send(*service, "Put", R"({"token":"t"})");
  EXPECT_EQ(request.headers.find("Content-MD5"), to_base64(crypto::md5(request.body).view()));
}

TEST(event_streams, of_the_input_are_refused_by_name) {
  const auto service =
      service_of("json", R"("Watch":{"name":"Watch","http":{"method":"POST","requestUri":"/"},"output":{"shape":"Out"}},
                 "Talk":{"name":"Talk","http":{"method":"POST","requestUri":"/"},"input":{"shape":"Out"}})",
                 R"("Out":{"type":"structure","members":{"events":{"shape":"Events"}}},
         "Events":{"type":"structure","eventstream":true,"members":{"one":{"shape":"One"}}},
         "One":{"type":"structure","event":true,"members":{}})");
  EXPECT_TRUE(protocol_of(*service).serialize(operation_of(*service, "Watch"), boost::json::parse("{}"), {}));
  const auto made = protocol_of(*service).serialize(operation_of(*service, "Talk"), boost::json::parse("{}"), {});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code(), "EventStreamNotSupported");
  EXPECT_NE(made.error().message().find("Talk"), std::string::npos);
}

TEST(selection, takes_the_best_of_the_list) {
  const auto name = [](std::string_view protocol, std::string_view list) {
    const auto service = service_of(protocol, operations(), shapes, ",\"protocols\":" + std::string{list});
    return std::string{protocol_of(*service).name()};
  };
  EXPECT_EQ(name("query", R"(["query"])"), "query");
  EXPECT_EQ(name("json", R"(["query","json"])"), "json");
  EXPECT_EQ(name("json", R"(["smithy-rpc-v2-cbor","json"])"), "json");
  EXPECT_EQ(name("json", R"(["query","smithy-rpc-v2-cbor"])"), "smithy-rpc-v2-cbor");
  const auto unknown = service_of("carrier-pigeon", operations(), shapes);
  const auto chosen = select(*unknown);
  ASSERT_FALSE(chosen);
  EXPECT_EQ(chosen.error().code(), "UnsupportedProtocol");
  EXPECT_NE(chosen.error().message().find("carrier-pigeon"), std::string::npos);
}

}  // namespace
}  // namespace aloft::protocol::test
