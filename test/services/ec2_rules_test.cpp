#include <aloft/ec2_rules.hpp>

#include "model/service.hpp"
#include "serde/document_builder.hpp"
#include "serde/walk.hpp"

#include <gmock/gmock.h>
#include <boost/json/parse.hpp>

namespace aloft::ec2 {
namespace {

namespace json = boost::json;
using testing::ElementsAre;

// The part of EC2's model that rules are made of.
constexpr std::string_view model_text = R"({
  "metadata": {"apiVersion": "2016-11-15", "endpointPrefix": "ec2", "protocol": "ec2", "serviceId": "EC2",
               "serviceFullName": "EC2", "signatureVersion": "v4"},
  "operations": {"DescribeSecurityGroups": {"name": "DescribeSecurityGroups", "http": {"method": "POST", "requestUri": "/"},
                                            "output": {"shape": "Result"}}},
  "shapes": {
    "Result": {"type": "structure", "members": {"SecurityGroups": {"shape": "Groups"}, "NextToken": {"shape": "Text"}}},
    "Groups": {"type": "list", "member": {"shape": "Group"}},
    "Group": {"type": "structure", "members": {"GroupId": {"shape": "Text"}, "GroupName": {"shape": "Text"}, "VpcId": {"shape": "Text"},
      "IpPermissions": {"shape": "Permissions"}, "IpPermissionsEgress": {"shape": "Permissions"}}},
    "Permissions": {"type": "list", "member": {"shape": "Permission"}},
    "Permission": {"type": "structure", "members": {"IpProtocol": {"shape": "Text"}, "FromPort": {"shape": "Number"},
      "ToPort": {"shape": "Number"}, "IpRanges": {"shape": "Peers"}, "Ipv6Ranges": {"shape": "Peers"},
      "PrefixListIds": {"shape": "Peers"}, "UserIdGroupPairs": {"shape": "Peers"}}},
    "Peers": {"type": "list", "member": {"shape": "Peer"}},
    "Peer": {"type": "structure", "members": {"CidrIp": {"shape": "Text"}, "CidrIpv6": {"shape": "Text"},
      "PrefixListId": {"shape": "Text"}, "GroupId": {"shape": "Text"}, "GroupName": {"shape": "Text"}, "UserId": {"shape": "Text"},
      "Description": {"shape": "Text"}}},
    "Text": {"type": "string"}, "Number": {"type": "integer"}
  }
})";

class rules : public testing::Test {
 protected:
  std::vector<security_group_rule> of(std::string_view output) {
    const auto& shape = *service_->find_operation("DescribeSecurityGroups").value()->output;
    serde::document_builder builder;
    EXPECT_TRUE(serde::walk(shape, json::parse({output.data(), output.size()}), builder));
    const auto document = builder.finish().value();
    return rules_of(document.root(), "eu-west-1");
  }

  std::shared_ptr<const model::service> service_ =
      model::compile_service(
          {.name = "ec2", .service2 = model_text, .paginators = {}, .waiters = {}, .endpoint_rules = {}})
          .value();
};

TEST_F(rules, have_a_row_for_each_peer) {
  const auto found = of(R"({"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "web", "VpcId": "vpc-1",
    "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 444,
      "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "inside"}, {"CidrIp": "0.0.0.0/0"}],
      "Ipv6Ranges": [{"CidrIpv6": "::/0"}], "PrefixListIds": [{"PrefixListId": "pl-1"}],
      "UserIdGroupPairs": [{"GroupId": "sg-2", "UserId": "111122223333"}, {"GroupName": "old", "UserId": "444455556666"}]}],
    "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}]})");
  ASSERT_EQ(found.size(), 7u);
  EXPECT_EQ(found[0], (security_group_rule{.region = "eu-west-1",
                                           .group_id = "sg-1",
                                           .group_name = "web",
                                           .vpc_id = "vpc-1",
                                           .direction = rule_direction::ingress,
                                           .protocol = "tcp",
                                           .from_port = 443,
                                           .to_port = 444,
                                           .peer_kind = rule_peer::ipv4,
                                           .peer = "10.0.0.0/8",
                                           .peer_owner = "",
                                           .description = "inside"}));
  EXPECT_EQ(found[2].peer_kind, rule_peer::ipv6);
  EXPECT_EQ(found[3].peer, "pl-1");
  EXPECT_EQ(found[3].peer_kind, rule_peer::prefix_list);
  EXPECT_EQ(found[4].peer, "sg-2");
  EXPECT_EQ(found[4].peer_owner, "111122223333");
  EXPECT_EQ(found[5].peer, "old");
  EXPECT_EQ(found[6].direction, rule_direction::egress);
  EXPECT_EQ(found[6].protocol, "all");
  EXPECT_FALSE(found[6].from_port || found[6].to_port);
}

TEST_F(rules, of_icmp_have_type_and_code) {
  const auto found = of(R"({"SecurityGroups": [{"GroupId": "sg-1", "IpPermissions": [
    {"IpProtocol": "icmp", "FromPort": 8, "ToPort": -1, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]}]})");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].from_port, 8);
  EXPECT_FALSE(found[0].to_port);
}

TEST_F(rules, of_nothing_are_none) {
  EXPECT_THAT(of("{}"), ElementsAre());
  EXPECT_THAT(of(R"({"SecurityGroups": [{"GroupId": "sg-1"}]})"), ElementsAre());
}

TEST(protocol_names, are_ianas) {
  EXPECT_EQ(protocol_name("-1"), "all");
  EXPECT_EQ(protocol_name("tcp"), "tcp");
  EXPECT_EQ(protocol_name("6"), "tcp");
  EXPECT_EQ(protocol_name("58"), "icmpv6");
  EXPECT_EQ(protocol_name("50"), "esp");
  EXPECT_EQ(protocol_name("139"), "hip");
  EXPECT_EQ(protocol_name("253"), "253");
  EXPECT_EQ(protocol_name("61"), "61");
  EXPECT_EQ(protocol_name(""), "");
}

}  // namespace
}  // namespace aloft::ec2
