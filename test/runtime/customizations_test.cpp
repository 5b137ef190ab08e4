#include "runtime/customizations.hpp"

#include "serde/document_builder.hpp"
#include "serde/json_writer.hpp"
#include "serde/walk.hpp"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace aloft::runtime {
namespace {

namespace json = boost::json;

std::shared_ptr<const model::service> service(std::string_view name) {
  const auto made = model::compile_service({.name = name,
                                            .service2 = R"({
    "version": "2.0",
    "metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "p", "protocol": "rest-json", "serviceId": "S", "signatureVersion": "v4"},
    "operations": {"RunInstances": {"name": "RunInstances", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "Input"}}},
    "shapes": {
      "Input": {"type": "structure", "members": {"Id": {"shape": "ResourceId"}, "Path": {"shape": "Text"}, "UserData": {"shape": "Text"},
        "accountId": {"shape": "Text"}}},
      "ResourceId": {"type": "string"}, "Text": {"type": "string"}}})",
                                            .paginators = {},
                                            .waiters = {},
                                            .endpoint_rules = {}});
  EXPECT_TRUE(made) << made.error().what();
  return *made;
}

/// What is sent of `given`, or that it is just that.
std::string edited(const model::operation& of, std::string_view given) {
  const aloft::input parameters(json::parse({given.data(), given.size()}));
  const auto written = [&](const serde::edited_input& input) {
    serde::json_writer writer;
    const auto fine = input.push(&writer, {.validate = false});
    return fine ? writer.take() : fine.error().message();
  };
  serde::edited_input input{parameters, of.input};
  const std::string before = written(input);
  customize(of, input);
  const std::string after = written(input);
  return before == after ? "as it was" : after;
}

std::string input(std::string_view name, std::string_view given) {
  const auto models = service(name);
  return edited(**models->find_operation("RunInstances"), given);
}

TEST(customizations, leaves_everybody_else_alone) {
  EXPECT_EQ(input("s3", R"({"Id": "/hostedzone/Z1", "UserData": "x"})"), "as it was");
  http_request request;
  const auto models = service("s3");
  customize(**models->find_operation("RunInstances"), request);
  EXPECT_TRUE(request.headers.empty());
}

TEST(customizations, route53_takes_ids_as_its_answers_give_them) {
  EXPECT_EQ(input("route53", R"({"Id": "/hostedzone/Z1", "Path": "/a/b"})"), R"({"Id":"Z1","Path":"/a/b"})");
  EXPECT_EQ(input("route53", R"({"Id": "Z1"})"), "as it was");
  EXPECT_EQ(input("route53", R"({"Id": 7})"), "as it was");
}

TEST(customizations, user_data_of_instances_is_encoded) {
  EXPECT_EQ(input("ec2", R"({"UserData": "#!/bin/sh\n"})"), R"({"UserData":"IyEvYmluL3NoCg=="})");
  EXPECT_EQ(input("ec2", "null"), "as it was");
}

TEST(customizations, glacier_names_the_account_and_its_version) {
  EXPECT_EQ(input("glacier", "null"), R"({"accountId":"-"})");
  EXPECT_EQ(input("glacier", R"({"accountId": "1"})"), "as it was");
  http_request request;
  const auto models = service("glacier");
  customize(**models->find_operation("RunInstances"), request);
  EXPECT_EQ(request.headers.find("x-amz-glacier-version"), "2020-01-01");
}

TEST(customizations, api_gateway_is_asked_for_json) {
  http_request request;
  const auto models = service("apigateway");
  customize(**models->find_operation("RunInstances"), request);
  EXPECT_EQ(request.headers.find("Accept"), "application/json");
}

// S3's and IAM's part of the models, as far as the table looks at it.
std::shared_ptr<const model::service> service_with(std::string_view name, std::string_view operation) {
  std::string text = R"({
    "version": "2.0",
    "metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "p", "protocol": "rest-json", "serviceId": "S", "signatureVersion": "v4"},
    "operations": {"OP": {"name": "OP", "http": {"method": "GET", "requestUri": "/"}, "input": {"shape": "In"}, "output": {"shape": "Out"}}},
    "shapes": {
      "In": {"type": "structure", "members": {"EncodingType": {"shape": "Text"}, "CopySource": {"shape": "Text"},
        "SSECustomerKey": {"shape": "Text"}, "SSECustomerKeyMD5": {"shape": "Text"}, "Metadata": {"shape": "Texts"}}},
      "Texts": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
      "Out": {"type": "structure", "members": {"EncodingType": {"shape": "Text"}, "Prefix": {"shape": "Text"},
        "Contents": {"shape": "Objects"}, "Policy": {"shape": "policyDocumentType"}, "TemplateBody": {"shape": "Text"},
        "Output": {"shape": "Text"}, "Expires": {"shape": "Time", "location": "header", "locationName": "Expires"}}},
      "Objects": {"type": "list", "member": {"shape": "Object"}},
      "Object": {"type": "structure", "members": {"Key": {"shape": "Text"}, "Size": {"shape": "Whole"}, "ETag": {"shape": "Text"}}},
      "policyDocumentType": {"type": "string"}, "Text": {"type": "string"}, "Whole": {"type": "long"}, "Time": {"type": "timestamp"}}})";
  for (std::size_t at; (at = text.find("OP\"")) != text.npos;) text.replace(at, 2, operation);
  const auto made =
      model::compile_service({.name = name, .service2 = text, .paginators = {}, .waiters = {}, .endpoint_rules = {}});
  EXPECT_TRUE(made) << made.error().what();
  return *made;
}

std::string input(std::string_view name, std::string_view operation, std::string_view given) {
  const auto models = service_with(name, operation);
  return edited(**models->find_operation(operation), given);
}

/// What callers get of an answer that says `answered`.
std::string output(std::string_view name, std::string_view operation, std::string_view given,
                   std::string_view answered) {
  const auto models = service_with(name, operation);
  const auto& of = **models->find_operation(operation);
  serde::document_builder builder;
  const auto value = json::parse({answered.data(), answered.size()});
  EXPECT_TRUE(serde::walk(*of.output, value, builder));
  auto made = builder.finish();
  EXPECT_TRUE(made);
  EXPECT_TRUE(customize(of, json::parse({given.data(), given.size()}), *made));
  return to_json_text(made->root());
}

TEST(customizations, lists_of_s3_are_asked_for_encoded_and_decoded) {
  EXPECT_EQ(input("s3", "ListObjectsV2", "{}"), R"({"EncodingType":"url"})");
  EXPECT_EQ(input("s3", "ListObjectsV2", R"({"EncodingType": "url"})"), "as it was");
  EXPECT_EQ(input("s3", "PutObject", "{}"), "as it was");
  constexpr std::string_view answered =
      R"({"EncodingType":"url","Prefix":"a%2Fb","Contents":[{"Key":"a+b%01%E6%BC%A2%2B","Size":1,"ETag":"%41"},{"Key":"plain"}]})";
  EXPECT_EQ(
      output("s3", "ListObjectsV2", "{}", answered),
      R"({"EncodingType":"url","Prefix":"a/b","Contents":[{"Key":"a b\u0001漢+","Size":1,"ETag":"%41"},{"Key":"plain"}]})");
  EXPECT_EQ(output("s3", "ListObjectsV2", R"({"EncodingType": "url"})", answered), answered);
  EXPECT_EQ(output("s3", "ListObjects", "{}", R"({"Contents":[{"Key":"100%25"}]})"),
            R"({"Contents":[{"Key":"100%25"}]})");
}

TEST(customizations, keys_of_customers_and_sources_of_copies_are_encoded) {
  EXPECT_EQ(input("s3", "PutObject", R"({"SSECustomerKey": "key"})"),
            R"({"SSECustomerKey":"a2V5","SSECustomerKeyMD5":"PG4LipwVIkqCKLmpjKFTHQ=="})");
  EXPECT_EQ(input("s3", "PutObject", R"({"SSECustomerKey": "key", "SSECustomerKeyMD5": "x"})"), "as it was");
  EXPECT_EQ(input("s3", "CopyObject", R"({"CopySource": "bucket/a b+漢?versionId=x"})"),
            R"({"CopySource":"bucket/a%20b%2B%E6%BC%A2?versionId=x"})");
}

TEST(customizations, metadata_of_objects_is_ascii) {
  const auto models = service_with("s3", "PutObject");
  const auto fault = [&](json::value metadata) {
    const auto& of = **models->find_operation("PutObject");
    const aloft::input parameters(json::value{{"Metadata", std::move(metadata)}});
    return fault_of_input(of, serde::edited_input{parameters, of.input});
  };
  EXPECT_FALSE(fault({{"title", "Mass"}}));
  const auto value = fault({{"a", "x"}, {"title", "Ma\xc3\x9f"}});
  ASSERT_TRUE(value);
  EXPECT_EQ(value->kind(), error_kind::usage);
  EXPECT_NE(value->message().find("\"title\""), std::string::npos) << value->message();
  EXPECT_TRUE(fault({{"t\xc3\xaftle", "x"}}));
}

TEST(customizations, texts_that_hold_documents_are_given_as_what_they_say) {
  EXPECT_EQ(
      output("iam", "GetRole", "{}", R"({"Policy":"%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%7D%5D%7D"})"),
      R"({"Policy":{"Statement":[{"Effect":"Allow"}]}})");
  EXPECT_EQ(output("iam", "GetRole", "{}", R"({"Policy":"no policy"})"), R"({"Policy":"no policy"})");
  EXPECT_EQ(output("sns", "GetRole", "{}", R"({"Policy":"{}"})"), R"({"Policy":"{}"})");
  EXPECT_EQ(output("cloudformation", "GetTemplate", "{}", R"({"TemplateBody":"{\"Resources\":{}}"})"),
            R"({"TemplateBody":{"Resources":{}}})");
  EXPECT_EQ(output("cloudformation", "GetTemplate", "{}", R"({"TemplateBody":"Resources: {}"})"),
            R"({"TemplateBody":"Resources: {}"})");
  EXPECT_EQ(output("ec2", "GetConsoleOutput", "{}", R"({"Output":"aGn/IQ=="})"), "{\"Output\":\"hi\xef\xbf\xbd!\"}");
}

TEST(customizations, s3_is_asked_before_a_stream_is_sent) {
  const auto models = service_with("s3", "PutObject");
  http_request request;
  request.method = "PUT";
  customize(**models->find_operation("PutObject"), request);
  EXPECT_FALSE(request.headers.contains("Expect"));
  customize(**models->find_operation("PutObject"), request, true);
  EXPECT_EQ(request.headers.find("Expect"), "100-continue");
}

TEST(customizations, searches_travel_as_forms) {
  http_request request;
  request.query = "q=x&size=3";
  const auto models = service_with("cloudsearchdomain", "Search");
  customize(**models->find_operation("Search"), request);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.body, "q=x&size=3");
  EXPECT_EQ(request.query, "");
}

}  // namespace
}  // namespace aloft::runtime
