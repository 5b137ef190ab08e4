// The AWS CLI's own parameters, and that they become what the services take.

#include "cli/customizations/simple_parameter.hpp"
#include "cli/grammar/operation_arguments.hpp"
#include "model/catalog.hpp"

#include <gmock/gmock.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <functional>

namespace aloft::cli {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using words = std::vector<std::string>;

const model::operation& find(std::string_view service, std::string_view operation) {
  static const auto catalog = model::catalog::standard().value();
  return **catalog->find_service(service).value()->find_operation(operation);
}

json::value input(std::string_view service, std::string_view operation, const words& given) {
  auto read = read_arguments(find(service, operation), given, {});
  EXPECT_TRUE(read) << (read ? "" : read.error().what());
  return read ? json::value(read->input) : json::value();
}

std::string refusal(std::string_view service, std::string_view operation, const words& given) {
  const auto read = read_arguments(find(service, operation), given, {});
  return read ? "nothing was refused" : read.error().message();
}

TEST(short_forms, run_instances) {
  const auto instances = [](words given) {
    given.insert(given.begin(), {"--image-id", "ami-1"});
    auto read = input("ec2", "run-instances", given);
    read.get_object().erase("ImageId");
    return read;
  };
  EXPECT_EQ(instances({}), json::parse(R"({"MinCount": 1, "MaxCount": 1})"));
  EXPECT_EQ(instances({"--count", "3"}), json::parse(R"({"MinCount": 3, "MaxCount": 3})"));
  EXPECT_EQ(instances({"--count", "1:3"}), json::parse(R"({"MinCount": 1, "MaxCount": 3})"));
  EXPECT_EQ(instances({"--min-count", "2", "--max-count", "4"}), json::parse(R"({"MinCount": 2, "MaxCount": 4})"));
  EXPECT_EQ(instances({"--count", "1", "--enable-api-termination"}),
            json::parse(R"({"MinCount": 1, "MaxCount": 1, "DisableApiTermination": false})"));
  EXPECT_EQ(instances({"--associate-public-ip-address", "--subnet-id", "subnet-1", "--security-group-ids", "sg-1",
                       "--secondary-private-ip-addresses", "10.0.0.1", "10.0.0.2"}),
            json::parse(R"({"MinCount": 1, "MaxCount": 1, "NetworkInterfaces": [
              {"DeviceIndex": 0, "AssociatePublicIpAddress": true, "SubnetId": "subnet-1", "Groups": ["sg-1"],
               "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.0.1", "Primary": false},
                                      {"PrivateIpAddress": "10.0.0.2", "Primary": false}]}]})"));
  EXPECT_THAT(refusal("ec2", "run-instances", {"--count", "3:1"}), HasSubstr("the smaller one first"));
  EXPECT_THAT(refusal("ec2", "run-instances", {"--count", "many"}), HasSubstr("--count: expected a number"));
  EXPECT_THAT(refusal("ec2", "run-instances", {"--min-count", "1"}), HasSubstr("--max-count"));
}

TEST(short_forms, security_group_rules) {
  const words tcp{"--group-id", "sg-1", "--protocol", "tcp", "--port", "22", "--cidr", "10.0.0.0/8"};
  for (const char* name : {"authorize-security-group-ingress", "revoke-security-group-ingress",
                           "authorize-security-group-egress", "revoke-security-group-egress"})
    EXPECT_EQ(input("ec2", name, tcp),
              json::parse(R"({"GroupId": "sg-1", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
                                                                     "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]})"));
  EXPECT_EQ(input("ec2", "authorize-security-group-ingress",
                  {"--group-name", "web", "--protocol", "all", "--port", "1000-2000", "--source-group", "sg-2",
                   "--group-owner", "123456789012"}),
            json::parse(R"({"GroupName": "web", "IpPermissions": [{"IpProtocol": "-1", "FromPort": 1000, "ToPort": 2000,
                          "UserIdGroupPairs": [{"GroupId": "sg-2", "UserId": "123456789012"}]}]})"));
  EXPECT_EQ(
      input("ec2", "authorize-security-group-ingress", {"--group-name", "web", "--source-group", "default"}),
      json::parse(R"({"GroupName": "web", "IpPermissions": [{"UserIdGroupPairs": [{"GroupName": "default"}]}]})"));
  EXPECT_THAT(
      refusal("ec2", "authorize-security-group-ingress", {"--ip-permissions", "IpProtocol=tcp", "--port", "22"}),
      HasSubstr("--port is short for a part of --ip-permissions"));
}

TEST(short_forms, network_acls_want_numbers) {
  const auto entry = [](const std::string& protocol) {
    return input("ec2", "create-network-acl-entry",
                 {"--network-acl-id", "acl-1", "--rule-number", "1", "--protocol", protocol, "--rule-action", "allow",
                  "--ingress"});
  };
  EXPECT_EQ(entry("tcp").at("Protocol"), "6");
  EXPECT_EQ(entry("udp").at("Protocol"), "17");
  EXPECT_EQ(entry("icmp").at("Protocol"), "1");
  EXPECT_EQ(entry("all").at("Protocol"), "-1");
  EXPECT_EQ(entry("50").at("Protocol"), "50");
  EXPECT_EQ(entry("tcp").at("Egress"), false);
}

TEST(short_forms, structures_of_one_flag) {
  EXPECT_EQ(input("ec2", "modify-vpc-attribute", {"--vpc-id", "v", "--enable-dns-hostnames"}),
            json::parse(R"({"VpcId": "v", "EnableDnsHostnames": {"Value": true}})"));
  EXPECT_EQ(input("ec2", "modify-vpc-attribute", {"--vpc-id", "v", "--no-enable-dns-support"}),
            json::parse(R"({"VpcId": "v", "EnableDnsSupport": {"Value": false}})"));
  EXPECT_EQ(input("ec2", "modify-vpc-attribute", {"--vpc-id", "v", "--enable-dns-support", "Value=false"}),
            json::parse(R"({"VpcId": "v", "EnableDnsSupport": {"Value": false}})"));
  EXPECT_EQ(input("ec2", "modify-vpc-attribute", {"--vpc-id", "v", "--enable-dns-support", R"({"Value": true})"}),
            json::parse(R"({"VpcId": "v", "EnableDnsSupport": {"Value": true}})"));
  EXPECT_EQ(input("ec2", "modify-instance-attribute", {"--instance-id", "i", "--no-source-dest-check"}),
            json::parse(R"({"InstanceId": "i", "SourceDestCheck": {"Value": false}})"));
}

TEST(short_forms, metrics) {
  EXPECT_EQ(
      input("cloudwatch", "put-metric-data",
            {"--namespace", "N", "--metric-name", "m", "--value", "2.5", "--unit", "Count", "--dimensions", "A=1,B=2"}),
      json::parse(R"({"Namespace": "N", "MetricData": [{"MetricName": "m", "Value": 2.5, "Unit": "Count",
                          "Dimensions": [{"Name": "A", "Value": "1"}, {"Name": "B", "Value": "2"}]}]})"));
}

TEST(short_forms, invalidations_count_their_paths) {
  const auto read = input("cloudfront", "create-invalidation", {"--distribution-id", "D", "--paths", "/a", "/b"});
  EXPECT_EQ(read.at("InvalidationBatch").at("Paths"), json::parse(R"({"Quantity": 2, "Items": ["/a", "/b"]})"));
  EXPECT_FALSE(read.at("InvalidationBatch").at("CallerReference").as_string().empty());
}

TEST(short_forms, mails) {
  EXPECT_EQ(input("ses", "send-email", {"--from", "a@x", "--to", "b@x", "c@x", "--subject", "S", "--text", "T"}),
            json::parse(R"({"Source": "a@x", "Destination": {"ToAddresses": ["b@x", "c@x"]},
                          "Message": {"Subject": {"Data": "S"}, "Body": {"Text": {"Data": "T"}}}})"));
}

TEST(short_forms, other_names_of_the_aws_cli) {
  EXPECT_EQ(input("eks", "update-cluster-version", {"--name", "c", "--kubernetes-version", "1.31"}).at("version"),
            "1.31");
  EXPECT_EQ(input("eks", "update-cluster-version", {"--name", "c", "--version", "1.31"}).at("version"), "1.31");
  EXPECT_EQ(input("sagemaker", "describe-image-version", {"--image-name", "i", "--version-number", "2"}).at("Version"),
            2);
  EXPECT_EQ(input("rekognition", "detect-labels", {"--image-bytes", "aGk="}),
            json::parse(R"({"Image": {"Bytes": "aGk="}})"));
  EXPECT_EQ(input("rekognition", "compare-faces", {"--source-image-bytes", "aGk=", "--target-image-bytes", "aG8="}),
            json::parse(R"({"SourceImage": {"Bytes": "aGk="}, "TargetImage": {"Bytes": "aG8="}})"));
}

TEST(short_forms, beginnings_of_names) {
  EXPECT_EQ(input("ec2", "describe-instances", {"--filter", "Name=a,Values=b", "--instance-id", "i-1"}),
            json::parse(R"({"Filters": [{"Name": "a", "Values": ["b"]}], "InstanceIds": ["i-1"]})"));
  EXPECT_THAT(
      refusal("ec2", "run-instances", {"--security", "1"}),
      ::testing::AllOf(HasSubstr("--security-groups"), HasSubstr("--security-group-ids"), HasSubstr("write more")));
  EXPECT_THAT(refusal("ec2", "describe-instances", {"--nothing", "1"}), HasSubstr("unknown parameter --nothing"));
}

// Each row must name a service, an operation and members that there are, or it would fail only when somebody types it.
TEST(short_forms, fit_the_models) {
  const auto catalog = model::catalog::standard().value();
  const std::function<bool(const json::value&, const model::shape&)> fits = [&](const json::value& in,
                                                                                const model::shape& of) {
    if (const auto* object = in.if_object())
      return std::all_of(object->begin(), object->end(), [&](const auto& entry) {
        const auto* member = of.find({entry.key().data(), entry.key().size()});
        return member && fits(entry.value(), *member->target);
      });
    if (const auto* list = in.if_array())
      return of.element &&
             std::all_of(list->begin(), list->end(), [&](const auto& one) { return fits(one, *of.element->target); });
    return true;
  };
  std::size_t rows = 0;
  for (const auto name : catalog->service_names()) {
    const auto service = catalog->find_service(name).value();
    for (const auto operation : service->operation_names()) {
      const auto* found = *service->find_operation(operation);
      for (const auto& row : simple_parameters(*found)) {
        ++rows;
        EXPECT_TRUE(found->input && fits(json::parse(row.input), *found->input))
            << name << ' ' << operation << ' ' << row.option;
        EXPECT_TRUE(row.otherwise.empty() || fits(json::parse(row.otherwise), *found->input)) << row.option;
      }
    }
  }
  EXPECT_EQ(rows, simple_parameter_count());
}

}  // namespace
}  // namespace aloft::cli
