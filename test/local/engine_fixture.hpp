#pragma once
// An engine without sockets, and callers that go through the client's half of the protocols and sign as clients do.

#include "aloft/local.hpp"
#include "aloft/sigv4.hpp"
#include "aloft/value.hpp"
#include "local/engine.hpp"
#include "protocol/protocol.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>

namespace aloft::local {

namespace json = boost::json;
using namespace std::chrono_literals;

namespace test {

/// 2026-01-02T03:04:05Z
inline constexpr std::chrono::system_clock::time_point noon{1767323045s};

class engine_test : public testing::Test {
 public:
  explicit engine_test(server_options options = {})
      : catalog{model::catalog::standard().value()}, tested{engine::make(options, catalog).value()} {}

  /// A signed request for the operation; not checked by the client's validation.
  http_request request(std::string_view service, std::string_view operation, std::string_view input = "{}") const {
    const auto model = catalog->find_service(service).value();
    const auto* found = model->find_operation(operation).value();
    protocol::serialize_options options;
    options.validate = false;
    auto made = protocol::select(*model).value()->serialize(*found, json::parse(input), options).value();
    made.scheme = "http";
    made.host = "127.0.0.1";
    made.port = 4711;
    return made;
  }

  signing_options signing(std::string_view service) const {
    signing_options options;
    options.region = region;
    options.service = service;
    options.time = now;
    return options;
  }

  http_request signed_request(std::string_view service, std::string_view operation, std::string_view input = "{}") {
    auto made = request(service, operation, input);
    sign(made, identity, signing(service), keys).value();
    return made;
  }

  /// The output, or the service's error.
  result<json::value> read(std::string_view service, std::string_view operation, const http_response& response) const {
    const auto model = catalog->find_service(service).value();
    const auto reader = protocol::select(*model).value()->read(*model->find_operation(operation).value(),
                                                               response.status, response.headers, {});
    if (auto fed = reader->write(response.body); !fed) return fed.error();
    auto output = reader->finish();
    if (!output) return output.error();
    return to_json(output->root());
  }

  result<json::value> try_call(std::string_view service, std::string_view operation, std::string_view input = "{}") {
    return read(service, operation, tested->handle(signed_request(service, operation, input), now).response);
  }

  json::value call(std::string_view operation, std::string_view input = "{}") {
    auto output = try_call("ec2", operation, input);
    if (output) return *std::move(output);
    ADD_FAILURE() << operation << ' ' << input << ": " << output.error().what();
    return json::object{};
  }

  /// "Code (status): message" of a call that is refused.
  std::string refusal(std::string_view operation, std::string_view input = "{}", std::string_view service = "ec2") {
    const auto output = try_call(service, operation, input);
    if (output) return "accepted: " + json::serialize(*output);
    const auto& info = output.error().info();
    return info.code + " (" + std::to_string(info.http_status) + "): " + info.message;
  }

  /// One text of a document by JSON pointer.
  static std::string text(const json::value& in, std::string_view pointer) {
    boost::system::error_code missing;
    const auto* found = in.find_pointer(pointer, missing);
    if (found == nullptr) return "(no " + std::string{pointer} + " in " + json::serialize(in) + ")";
    return found->is_string() ? std::string{found->get_string()} : json::serialize(*found);
  }

  /// The values of one member over a list.
  static std::vector<std::string> column(const json::value& list, std::string_view member) {
    std::vector<std::string> values;
    if (!list.is_array()) return values;
    for (const auto& row : list.get_array()) values.push_back(text(row, '/' + std::string{member}));
    return values;
  }

  std::string default_vpc() {
    return text(call("DescribeVpcs", R"({"Filters": [{"Name": "is-default", "Values": ["true"]}]})"), "/Vpcs/0/VpcId");
  }

  std::string create_vpc(std::string_view block = "10.0.0.0/16") {
    return text(call("CreateVpc", R"({"CidrBlock": ")" + std::string{block} + "\"}"), "/Vpc/VpcId");
  }

  std::string create_group(std::string_view name, std::string_view vpc = {}) {
    std::string input = R"({"Description": "for a test", "GroupName": ")" + std::string{name} + '"';
    if (!vpc.empty()) input += R"(, "VpcId": ")" + std::string{vpc} + '"';
    return text(call("CreateSecurityGroup", input + '}'), "/GroupId");
  }

  std::shared_ptr<const model::catalog> catalog;
  std::unique_ptr<engine> tested;
  credentials identity = demo_credentials();
  std::string region = "eu-west-1";
  std::chrono::system_clock::time_point now = noon;
  signing_key_cache keys;
};

/// "{" … "}" with each @ replaced by the next of `values`.
inline std::string with(std::string_view pattern, std::initializer_list<std::string> values) {
  std::string made;
  auto next = values.begin();
  for (char c : pattern) {
    if (c == '@' && next != values.end())
      made += *next++;
    else
      made += c;
  }
  return made;
}

}  // namespace test
}  // namespace aloft::local
