#include "runtime/customizations.hpp"

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

std::string input(std::string_view name, std::string_view given) {
  const auto models = service(name);
  const auto edited =
      customized_input(**models->find_operation("RunInstances"), json::parse({given.data(), given.size()}));
  return edited ? json::serialize(*edited) : "as it was";
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

}  // namespace
}  // namespace aloft::runtime
