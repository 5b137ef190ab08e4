// The server's halves, each against the client's half of the same protocol.

#include "protocol/server.hpp"
#include "protocol/test_service.hpp"

#include <gtest/gtest.h>

namespace aloft::protocol::test {
namespace {

constexpr std::string_view shapes = R"("In":{"type":"structure","members":{"Name":{"shape":"S"},"Tags":{"shape":"Tags"},
    "When":{"shape":"T"},"Data":{"shape":"B"},"Facts":{"shape":"Map"}}},
  "Out":{"type":"structure","members":{"Name":{"shape":"S"},"Tags":{"shape":"Tags"},"When":{"shape":"T"},
    "Data":{"shape":"B"},"Size":{"shape":"L"}}},
  "Gone":{"type":"structure","exception":true,"members":{"Message":{"shape":"S"},"Where":{"shape":"S"}},
     "error":{"httpStatusCode":404,"senderFault":true}},
  "Tags":{"type":"list","member":{"shape":"Tag"}},
  "Tag":{"type":"structure","members":{"Key":{"shape":"S"}}},
  "Map":{"type":"map","key":{"shape":"S"},"value":{"shape":"S"}},
  "S":{"type":"string"},"L":{"type":"long"},"T":{"type":"timestamp"},"B":{"type":"blob"})";

std::string operations(bool wrapped) {
  return R"("Put":{"name":"Put","http":{"method":"POST","requestUri":"/put"},"input":{"shape":"In"},
    "output":{"shape":"Out")" +
         std::string{wrapped ? R"(,"resultWrapper":"PutResult")" : ""} + R"(},"errors":[{"shape":"Gone"}]})";
}

class every_protocol : public testing::TestWithParam<const char*> {
 protected:
  std::shared_ptr<const model::service> service =
      service_of(GetParam(), operations(std::string_view{GetParam()} == "query"), shapes);
};

INSTANTIATE_TEST_SUITE_P(server, every_protocol,
                         testing::Values("ec2", "query", "json", "rest-json", "rest-xml", "smithy-rpc-v2-cbor"));

TEST_P(every_protocol, reads_what_the_client_sends) {
  const std::string_view facts = std::string_view{GetParam()} == "ec2" ? "" : R"(,"Facts":{"a":"1","b":"2"})";
  const auto input = boost::json::parse(R"({"Name":"a <b>&c é","Tags":[{"Key":"k1"},{"Key":"k2"}],
    "When":"2019-12-16T23:48:18Z","Data":"AAEC")" +
                                        std::string{facts} + "}");
  const auto request = protocol_of(*service).serialize(operation_of(*service, "Put"), input, {}).value();
  const auto server = detect(*service, request);
  ASSERT_TRUE(server) << server.error().what();
  EXPECT_EQ((*server)->name(), GetParam());
  const auto call = (*server)->parse(*service, request);
  ASSERT_TRUE(call) << call.error().what();
  EXPECT_EQ(call->operation->name, "Put");
  EXPECT_EQ(boost::json::value(call->input), input);
}

TEST_P(every_protocol, writes_what_the_client_reads) {
  const auto output = boost::json::parse(R"({"Name":"a <b>&c","Tags":[{"Key":"k1"}],"When":"2019-12-16T23:48:18Z",
    "Data":"AAEC","Size":9007199254740993})");
  const auto request = send(*service, "Put");
  const auto server = detect(*service, request);
  const auto response = (*server)->render(operation_of(*service, "Put"), output, "r-1");
  ASSERT_TRUE(response) << response.error().what();
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(request_id(response->headers), "r-1");
  const auto made = receive(*service, "Put", response->status, response->headers, response->body);
  ASSERT_TRUE(made) << made.error().what() << response->body;
  EXPECT_EQ(to_json(made->root()), output);
}

TEST_P(every_protocol, writes_errors_that_the_client_reads) {
  const auto server = detect(*service, send(*service, "Put"));
  const server_error gone{.code = "Gone", .query_code = "", .message = "it <is> gone", .members = {{"Where", "there"}}};
  const auto response = (*server)->render_error(*service, &operation_of(*service, "Put"), gone, "r-2");
  EXPECT_EQ(response.status, 404);
  const auto made = receive(*service, "Put", response.status, response.headers, response.body);
  ASSERT_FALSE(made);
  const auto& error = made.error();
  EXPECT_EQ(error.kind(), error_kind::service) << error.what();
  EXPECT_EQ(error.code(), "Gone");
  EXPECT_EQ(error.message(), "it <is> gone");
  EXPECT_EQ(error.info().request_id, "r-2");
  ASSERT_TRUE(error.info().members) << response.body;
  EXPECT_EQ(error.info().members->at("Where"), "there");
}

TEST_P(every_protocol, writes_errors_of_unknown_operations) {
  const auto server = detect(*service, send(*service, "Put"));
  const auto response = (*server)->render_error(*service, nullptr, {"Other", "", "m", 403, true, {}}, "r-3");
  const auto made = receive(*service, "Put", response.status, response.headers, response.body);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code(), "Other");
  EXPECT_EQ(made.error().info().http_status, 403);
}

TEST_P(every_protocol, refuses_unknown_operations) {
  auto request = send(*service, "Put");
  const auto server = detect(*service, request);
  request.path = "/service/Thing/operation/Unknown";
  request.headers.set("X-Amz-Target", "Thing.Unknown");
  if (request.body.starts_with("Action=")) request.body = "Action=Unknown&Version=2020-01-01";
  const auto call = (*server)->parse(*service, request);
  ASSERT_FALSE(call);
  EXPECT_EQ(call.error().kind(), error_kind::service);
  EXPECT_GE(call.error().info().http_status, 400);
}

TEST(ec2_server, writes_aws_s_own_form) {
  const auto service = service_of("ec2", operations(false), shapes);
  const auto server = detect(*service, send(*service, "Put"));
  const auto response = (*server)->render(operation_of(*service, "Put"), boost::json::parse(R"({"Name":"n"})"), "r");
  EXPECT_EQ(response->body,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PutResponse xmlns=\"https://thing/\"><requestId>r</requestId>"
            "<Name>n</Name></PutResponse>");
  EXPECT_EQ(
      (*server)->render_error(*service, nullptr, {"C", "", "m", 400, true, {}}, "r").body,
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Errors><Error><Code>C</Code><Message>m</Message></Error>"
      "</Errors><RequestID>r</RequestID></Response>");
}

TEST(detect, refuses_what_no_protocol_of_the_service_is) {
  const auto service = service_of("json", operations(false), shapes);
  http_request request;
  request.headers.set("smithy-protocol", "rpc-v2-cbor");
  EXPECT_FALSE(detect(*service, request));
}

}  // namespace
}  // namespace aloft::protocol::test
