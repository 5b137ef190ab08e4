#include "protocol/errors.hpp"
#include "protocol/test_service.hpp"

#include <gtest/gtest.h>

namespace aloft::protocol::test {
namespace {

constexpr std::string_view operations = R"("Get":{"name":"Get","http":{"method":"GET","requestUri":"/"},
  "output":{"shape":"Out"},"errors":[{"shape":"Gone"},{"shape":"Slow"}]})";
constexpr std::string_view shapes = R"("Out":{"type":"structure","members":{"Name":{"shape":"S"}}},
  "Gone":{"type":"structure","exception":true,"members":{"Message":{"shape":"S"},"Where":{"shape":"S"},
     "After":{"shape":"I","location":"header","locationName":"Retry-After"}},
     "error":{"httpStatusCode":404,"senderFault":true}},
  "Slow":{"type":"structure","exception":true,"members":{"message":{"shape":"S"}},"retryable":{"throttling":true}},
  "S":{"type":"string"},"I":{"type":"integer"})";

error failure(std::string_view protocol, int status, const header_list& headers, std::string_view body,
              std::string_view metadata = {}) {
  const auto service = service_of(protocol, operations, shapes, metadata);
  const auto made = receive(*service, "Get", status, headers, body);
  if (made) throw std::runtime_error("the answer was taken for a success");
  return made.error();
}

TEST(errors, of_ec2) {
  const auto error =
      failure("ec2", 400, {},
              "<Response><Errors><Error><Code>Gone</Code><Message>It &lt;is&gt;</Message><Where>here</Where>"
              "</Error></Errors><RequestID>r-1</RequestID></Response>");
  EXPECT_EQ(error.kind(), error_kind::service);
  EXPECT_EQ(error.code(), "Gone");
  EXPECT_EQ(error.message(), "It <is>");
  EXPECT_EQ(error.info().request_id, "r-1");
  EXPECT_EQ(error.info().http_status, 400);
  ASSERT_TRUE(error.info().members);
  EXPECT_EQ(error.info().members->at("Where"), "here");
}

TEST(errors, of_query) {
  const auto error =
      failure("query", 400, {},
              "<ErrorResponse xmlns=\"x\"><Error><Type>Sender</Type><Code>Slow</Code><Message>m</Message></Error>"
              "<RequestId>r-2</RequestId></ErrorResponse>");
  EXPECT_EQ(error.code(), "Slow");
  EXPECT_EQ(error.info().request_id, "r-2");
  EXPECT_TRUE(error.info().retryable);
  EXPECT_TRUE(error.info().throttling);
}

TEST(errors, of_json_take_the_code_from_many_places) {
  const auto code = [](const header_list& headers, std::string_view body) {
    return failure("json", 400, headers, body).code();
  };
  EXPECT_EQ(code({}, R"({"__type":"com.x#Gone","message":"m"})"), "Gone");
  EXPECT_EQ(code({}, R"({"code":"Gone:http://x/","message":"m"})"), "Gone");
  EXPECT_EQ(code(headers_of({{"X-Amzn-ErrorType", "com.x#Gone:http://x/"}}), ""), "Gone");
  EXPECT_EQ(code({}, R"({"message":"m"})"), "400");
  EXPECT_EQ(code({}, ""), "400");
}

TEST(errors, whose_headers_say_the_code_need_no_body_in_the_protocols_form) {
  const auto headers = headers_of({{"x-amzn-errortype", "com.x#Slow:http://y"}, {"x-amzn-RequestId", "r-9"}});
  for (const auto* protocol : {"json", "rest-json", "smithy-rpc-v2-cbor"})
    for (const std::string body : {"Rate exceeded", "<ErrorResponse/>", "[1]", "\"text\"", "Ma\xdf", "\xef\xbb\xbf"}) {
      const auto found = failure(protocol, 400, headers, body);
      EXPECT_EQ(found.kind(), error_kind::service) << protocol << ' ' << body;
      EXPECT_EQ(found.code(), "Slow") << protocol << ' ' << body;
      EXPECT_TRUE(found.info().throttling) << "what the model says of it holds";
      EXPECT_EQ(found.info().request_id, "r-9");
    }
  EXPECT_EQ(failure("rest-json", 400, headers, "Rate exceeded").message(), "Rate exceeded");
  EXPECT_EQ(failure("rest-json", 400, headers, "Ma\xdf").message(), "Ma\xef\xbf\xbd");
  EXPECT_EQ(failure("rest-json", 400, headers, "\xef\xbb\xbf{\"message\":\"m\"}").message(), "m");
  EXPECT_EQ(failure("rest-xml", 404, headers, "").code(), "Slow");
  for (const auto* body : {"no JSON", "", "{}"})
    EXPECT_EQ(failure("json", 400, headers_of({{"x-amzn-query-error", "Old;Sender"}}), body).code(), "Old") << body;
  EXPECT_EQ(failure("json", 400, {}, "no JSON").kind(), error_kind::protocol);
}

TEST(errors, spell_their_message_in_any_case) {
  EXPECT_EQ(failure("json", 400, {}, R"({"__type":"Other","MESSAGE":"m"})").message(), "m");
  EXPECT_EQ(failure("smithy-rpc-v2-cbor", 400, {}, "\xa2\x66__type\x65Other\x67MESSAGE\x61m").message(), "m");
}

TEST(errors, without_a_code_have_their_status_for_one) {
  EXPECT_EQ(failure("rest-xml", 403, {}, "<Error><Message>m</Message></Error>").code(), "403");
}

TEST(errors, with_two_codes_have_the_one_of_their_protocol) {
  EXPECT_EQ(failure("json", 400, {}, R"({"code":"A","__type":"B"})").code(), "B");
  EXPECT_EQ(failure("rest-json", 400, {}, R"({"code":"A","__type":"B"})").code(), "A");
}

TEST(errors, of_query_compatible_services_have_the_old_code) {
  const auto error = failure("json", 400, headers_of({{"x-amzn-query-error", "Old.Gone;Sender"}}),
                             R"({"__type":"com.x#Gone","Message":"m","Where":"w"})", R"(,"awsQueryCompatible":{})");
  EXPECT_EQ(error.code(), "Old.Gone");
  ASSERT_TRUE(error.info().members);
  EXPECT_EQ(error.info().members->at("Where"), "w");
}

TEST(errors, of_rest_hold_members_of_headers) {
  const auto headers = headers_of({{"x-amzn-errortype", "Gone"}, {"retry-after", "7"}, {"x-amzn-RequestId", "r-3"}});
  const auto error = failure("rest-json", 404, headers, R"({"Message":"m"})");
  EXPECT_EQ(error.info().request_id, "r-3");
  ASSERT_TRUE(error.info().members);
  EXPECT_EQ(error.info().members->at("After"), 7);
}

TEST(errors, of_s3_with_and_without_body) {
  auto error = failure("rest-xml", 404, {},
                       "<Error><Code>NoSuchKey</Code><Message>m</Message><Region>eu-west-1</Region><Deep><A>b</A></"
                       "Deep><RequestId>r</RequestId></Error>");
  EXPECT_EQ(error.code(), "NoSuchKey");
  ASSERT_TRUE(error.info().members);
  EXPECT_EQ(error.info().members->at("Region"), "eu-west-1") << "texts that the model does not know are members too";
  EXPECT_EQ(error.info().members->size(), 1u);
  EXPECT_EQ(error.info().request_id, "r");
  error = failure("rest-xml", 404, headers_of({{"x-amz-request-id", "r-4"}}), "");
  EXPECT_EQ(error.kind(), error_kind::service);
  EXPECT_EQ(error.code(), "404");
  EXPECT_EQ(error.message(), "Not Found");
  EXPECT_EQ(error.info().request_id, "r-4");
}

TEST(errors, of_s3_in_an_answer_that_says_200) {
  const auto error = failure("rest-xml", 200, {},
                             "<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code><Message>m</Message></Error>");
  EXPECT_EQ(error.kind(), error_kind::service);
  EXPECT_EQ(error.code(), "InternalError");
  EXPECT_TRUE(error.retryable());
}

TEST(errors, in_an_answer_that_says_200_are_seen_in_any_pieces) {
  const auto service = service_of("rest-xml", operations, shapes);
  const std::string error =
      "\xef\xbb\xbf<?xml version=\"1.0\"?><!-- c --><Error><Code>Slow</Code><Message>m</Message></Error>";
  const std::string success = "<?xml version=\"1.0\"?><ErrorLog><Name>n</Name></ErrorLog>";
  for (const std::size_t size : {1u, 2u, 7u, 1000u}) {
    for (const auto& body : {error, success}) {
      const header_list headers;
      const auto reader = protocol_of(*service).read(operation_of(*service, "Get"), 200, headers, {});
      for (std::size_t at = 0; at < body.size(); at += size)
        ASSERT_TRUE(reader->write(std::string_view{body}.substr(at, size)));
      const auto made = reader->finish();
      if (body == success) {
        ASSERT_TRUE(made) << made.error().what();
        EXPECT_EQ(made->root()["Name"].as_text(), "n");
      } else {
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code(), "Slow");
        EXPECT_TRUE(made.error().info().throttling);
      }
    }
  }
}

TEST(errors, that_are_none_of_the_service) {
  for (const std::string_view protocol : {"ec2", "query", "json", "rest-json", "rest-xml", "smithy-rpc-v2-cbor"}) {
    const auto error = failure(protocol, 503, {}, "<html><body><b>Http/1.1 Service Unavailable</b><br></body></html>");
    EXPECT_EQ(error.kind(), error_kind::protocol) << protocol;
    EXPECT_EQ(error.info().http_status, 503) << protocol;
    EXPECT_EQ(error.code(), "503") << protocol;
    EXPECT_TRUE(error.retryable()) << protocol;
    EXPECT_NE(error.message().find("Service Unavailable"), std::string::npos) << protocol;
  }
}

TEST(errors, larger_than_the_limit_are_cut_off) {
  const auto service = service_of("json", operations, shapes);
  limits small;
  small.max_error_body = 10;
  const auto made = receive(*service, "Get", 400, {}, R"({"message":"much too long"})", small);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind(), error_kind::protocol);
  EXPECT_NE(made.error().message().find("max_error_body"), std::string::npos);
}

TEST(bare_code, is_without_namespace_and_uri) {
  EXPECT_EQ(bare_code("aws.json#Foo:http://x/#y"), "Foo");
  EXPECT_EQ(bare_code("Foo"), "Foo");
  EXPECT_EQ(bare_code(""), "");
}

}  // namespace
}  // namespace aloft::protocol::test
