#include "engine_fixture.hpp"

namespace aloft::local {
namespace {

using test::with;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class vpcs : public test::engine_test {};

TEST_F(vpcs, a_region_begins_with_a_default_one) {
  const auto list = call("DescribeVpcs").at("Vpcs");
  ASSERT_THAT(list.get_array(), SizeIs(1));
  EXPECT_EQ(text(list, "/0/CidrBlock"), "172.31.0.0/16");
  EXPECT_EQ(text(list, "/0/IsDefault"), "true");
  EXPECT_EQ(text(list, "/0/State"), "available");
  EXPECT_EQ(text(list, "/0/OwnerId"), "123456789012");
  EXPECT_EQ(text(list, "/0/CidrBlockAssociationSet/0/CidrBlockState/State"), "associated");
  const auto subnets = call("DescribeSubnets").at("Subnets");
  EXPECT_THAT(column(subnets, "CidrBlock"), ElementsAre("172.31.0.0/20", "172.31.16.0/20", "172.31.32.0/20"));
  EXPECT_THAT(column(subnets, "AvailabilityZone"), ElementsAre("eu-west-1a", "eu-west-1b", "eu-west-1c"));
  EXPECT_EQ(text(subnets, "/0/AvailableIpAddressCount"), "4091");
}

TEST_F(vpcs, are_made_with_a_default_group) {
  const auto made = call(
      "CreateVpc", R"({"CidrBlock": "10.1.2.3/16", "InstanceTenancy": "dedicated", "AmazonProvidedIpv6CidrBlock": true,
      "TagSpecifications": [{"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": "mine"}]}]})");
  EXPECT_EQ(text(made, "/Vpc/State"), "pending");
  EXPECT_EQ(text(made, "/Vpc/CidrBlock"), "10.1.0.0/16");
  EXPECT_EQ(text(made, "/Vpc/InstanceTenancy"), "dedicated");
  EXPECT_EQ(text(made, "/Vpc/Tags/0/Value"), "mine");
  EXPECT_THAT(text(made, "/Vpc/Ipv6CidrBlockAssociationSet/0/Ipv6CidrBlock"), HasSubstr("/56"));
  const auto id = text(made, "/Vpc/VpcId");
  const auto groups =
      call("DescribeSecurityGroups", with(R"({"Filters": [{"Name": "vpc-id", "Values": ["@"]}]})", {id}))
          .at("SecurityGroups");
  ASSERT_THAT(groups.get_array(), SizeIs(1));
  EXPECT_EQ(text(groups, "/0/GroupName"), "default");
  EXPECT_EQ(text(groups, "/0/Description"), "default VPC security group");
  EXPECT_EQ(text(groups, "/0/IpPermissions/0/UserIdGroupPairs/0/GroupId"), text(groups, "/0/GroupId"));
  EXPECT_EQ(text(groups, "/0/IpPermissions/0/IpProtocol"), "-1");
  EXPECT_EQ(text(groups, "/0/IpPermissionsEgress/0/IpRanges/0/CidrIp"), "0.0.0.0/0");
  EXPECT_EQ(text(call("DescribeVpcs", with(R"({"VpcIds": ["@"]})", {id})), "/Vpcs/0/Tags/0/Key"), "Name");
}

TEST_F(vpcs, bad_ones_are_refused) {
  EXPECT_EQ(refusal("CreateVpc"), "MissingParameter (400): The request must contain the parameter cidrBlock");
  EXPECT_EQ(refusal("CreateVpc", R"({"CidrBlock": "10.0.0.0/8"})"),
            "InvalidVpc.Range (400): The CIDR '10.0.0.0/8' is invalid.");
  EXPECT_EQ(refusal("CreateVpc", R"({"CidrBlock": "10.0.0.0/29"})"),
            "InvalidVpc.Range (400): The CIDR '10.0.0.0/29' is invalid.");
  EXPECT_EQ(
      refusal("CreateVpc", R"({"CidrBlock": "ten"})"),
      "InvalidParameterValue (400): Value (ten) for parameter cidrBlock is invalid. This is not a valid CIDR block.");
  EXPECT_EQ(
      refusal(
          "CreateVpc",
          R"({"CidrBlock": "10.0.0.0/16", "TagSpecifications": [{"ResourceType": "instance", "Tags": [{"Key": "a"}]}]})"),
      "InvalidParameterValue (400): 'instance' is not a valid taggable resource type for this operation.");
}

TEST_F(vpcs, are_deleted_when_nothing_is_in_them) {
  const auto id = create_vpc();
  const auto group = create_group("inside", id);
  const auto deletion = with(R"({"VpcId": "@"})", {id});
  EXPECT_EQ(refusal("DeleteVpc", deletion),
            with("DependencyViolation (400): The vpc '@' has dependencies and cannot be deleted.", {id}));
  call("DeleteSecurityGroup", with(R"({"GroupId": "@"})", {group}));
  const auto subnet =
      text(call("CreateSubnet", with(R"({"VpcId": "@", "CidrBlock": "10.0.1.0/24"})", {id})), "/Subnet/SubnetId");
  EXPECT_THAT(refusal("DeleteVpc", deletion), HasSubstr("DependencyViolation"));
  call("DeleteSubnet", with(R"({"SubnetId": "@"})", {subnet}));
  call("DeleteVpc", deletion);
  EXPECT_EQ(refusal("DeleteVpc", deletion), with("InvalidVpcID.NotFound (400): The vpc ID '@' does not exist", {id}));
  EXPECT_EQ(refusal("DescribeVpcs", with(R"({"VpcIds": ["@"]})", {id})),
            with("InvalidVpcID.NotFound (400): The vpc ID '@' does not exist", {id}));
  EXPECT_EQ(refusal("DeleteVpc"), "MissingParameter (400): The request must contain the parameter VpcId");
}

TEST_F(vpcs, there_is_one_default_at_most) {
  EXPECT_THAT(refusal("CreateDefaultVpc"), HasSubstr("DefaultVpcAlreadyExists"));
  const auto id = default_vpc();
  for (const auto& subnet : column(call("DescribeSubnets").at("Subnets"), "SubnetId"))
    call("DeleteSubnet", with(R"({"SubnetId": "@"})", {subnet}));
  call("DeleteVpc", with(R"({"VpcId": "@"})", {id}));
  EXPECT_EQ(refusal("CreateSecurityGroup", R"({"GroupName": "a", "Description": "b"})"),
            "VPCIdNotSpecified (400): No default VPC for this user");
  EXPECT_EQ(text(call("CreateDefaultVpc"), "/Vpc/IsDefault"), "true");
  EXPECT_NE(default_vpc(), id);
}

TEST_F(vpcs, pages_go_on_where_the_last_ended) {
  for (int i = 0; i < 11; ++i) create_vpc("10." + std::to_string(i) + ".0.0/16");
  const auto all = column(call("DescribeVpcs").at("Vpcs"), "VpcId");
  ASSERT_THAT(all, SizeIs(12));
  std::vector<std::string> seen;
  std::string token;
  for (int pages = 0; pages < 3; ++pages) {
    const auto page = call("DescribeVpcs", token.empty() ? R"({"MaxResults": 5})"
                                                         : with(R"({"MaxResults": 5, "NextToken": "@"})", {token}));
    for (auto& id : column(page.at("Vpcs"), "VpcId")) seen.push_back(id);
    token = page.get_object().contains("NextToken") ? text(page, "/NextToken") : "";
    EXPECT_EQ(token.empty(), pages == 2);
    if (pages == 0) call("DeleteVpc", with(R"({"VpcId": "@"})", {seen.back()}));  // the token survives its resource
  }
  EXPECT_EQ(seen, all);
}

TEST_F(vpcs, pages_that_cannot_be_are_refused) {
  EXPECT_EQ(refusal("DescribeVpcs", R"({"MaxResults": 4})"),
            "InvalidParameterValue (400): Value ( 4 ) for parameter maxResults is invalid. Expecting a value greater "
            "than or equal to 5.");
  EXPECT_THAT(refusal("DescribeVpcs", R"({"MaxResults": 1001})"), HasSubstr("InvalidParameterValue"));
  EXPECT_EQ(refusal("DescribeVpcs", R"({"NextToken": "bogus"})"),
            "InvalidParameterValue (400): Unable to parse pagination token");
  for (int i = 0; i < 6; ++i) create_vpc("10." + std::to_string(i) + ".0.0/16");
  const auto token = text(call("DescribeVpcs", R"({"MaxResults": 5})"), "/NextToken");
  EXPECT_THAT(refusal("DescribeSubnets", with(R"({"NextToken": "@"})", {token})), HasSubstr("Unable to parse"));
  EXPECT_THAT(refusal("DescribeVpcs",
                      with(R"({"NextToken": "@", "Filters": [{"Name": "state", "Values": ["available"]}]})", {token})),
              HasSubstr("Unable to parse"));
}

TEST_F(vpcs, subnets_lie_within_and_apart) {
  const auto id = create_vpc();
  const auto create = [&](std::string_view block) {
    return with(R"({"VpcId": "@", "CidrBlock": "@"})", {id, std::string{block}});
  };
  call("CreateSubnet", create("10.0.0.0/24"));
  EXPECT_THAT(refusal("CreateSubnet", create("10.1.0.0/24")), HasSubstr("InvalidSubnet.Range"));
  EXPECT_THAT(refusal("CreateSubnet", create("10.0.0.128/25")), HasSubstr("InvalidSubnet.Conflict"));
  EXPECT_THAT(refusal("CreateSubnet", R"({"VpcId": "vpc-12345678", "CidrBlock": "10.0.0.0/24"})"),
              HasSubstr("InvalidVpcID.NotFound"));
  EXPECT_THAT(refusal("DescribeSubnets", R"({"SubnetIds": ["subnet-12345678"]})"),
              HasSubstr("InvalidSubnetID.NotFound"));
}

}  // namespace
}  // namespace aloft::local
