#include "engine_fixture.hpp"

namespace aloft::local {
namespace {

using test::with;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class groups : public test::engine_test {
 public:
  /// Names of the groups that pass one filter.
  std::vector<std::string> filtered(std::string_view name, std::string_view value) {
    return column(call("DescribeSecurityGroups", with(R"({"Filters": [{"Name": "@", "Values": ["@"]}]})",
                                                      {std::string{name}, std::string{value}}))
                      .at("SecurityGroups"),
                  "GroupName");
  }
};

TEST_F(groups, are_made_with_all_egress_allowed) {
  const auto made = call("CreateSecurityGroup", R"({"GroupName": "web", "Description": "Web servers",
      "TagSpecifications": [{"ResourceType": "security-group", "Tags": [{"Key": "stage", "Value": "test"}]}]})");
  const auto id = text(made, "/GroupId");
  EXPECT_EQ(text(made, "/SecurityGroupArn"), "arn:aws:ec2:eu-west-1:123456789012:security-group/" + id);
  const auto group = call("DescribeSecurityGroups", with(R"({"GroupIds": ["@"]})", {id})).at("SecurityGroups").at(0);
  EXPECT_EQ(text(group, "/GroupName"), "web");
  EXPECT_EQ(text(group, "/Description"), "Web servers");
  EXPECT_EQ(text(group, "/OwnerId"), "123456789012");
  EXPECT_EQ(text(group, "/VpcId"), default_vpc());
  EXPECT_EQ(text(group, "/Tags"), R"([{"Key":"stage","Value":"test"}])");
  EXPECT_THAT(group.at("IpPermissions").get_array(), IsEmpty());
  EXPECT_EQ(text(group, "/IpPermissionsEgress/0/IpProtocol"), "-1");
  EXPECT_THAT(text(group, "/IpPermissionsEgress/0/FromPort"), HasSubstr("no /"));
}

TEST_F(groups, names_are_unique_in_a_vpc) {
  create_group("web");
  EXPECT_EQ(refusal("CreateSecurityGroup", R"({"GroupName": "web", "Description": "again"})"),
            with("InvalidGroup.Duplicate (400): The security group 'web' already exists for VPC '@'", {default_vpc()}));
  create_group("web", create_vpc());
}

TEST_F(groups, bad_ones_are_refused) {
  EXPECT_EQ(refusal("CreateSecurityGroup", R"({"Description": "d"})"),
            "MissingParameter (400): The request must contain the parameter GroupName");
  EXPECT_EQ(refusal("CreateSecurityGroup", R"({"GroupName": "g"})"),
            "MissingParameter (400): The request must contain the parameter Description");
  EXPECT_EQ(refusal("CreateSecurityGroup", R"({"GroupName": "default", "Description": "d"})"),
            "InvalidParameterValue (400): Cannot use reserved security group name: default");
  EXPECT_THAT(refusal("CreateSecurityGroup", R"({"GroupName": "sg-web", "Description": "d"})"),
              HasSubstr("may not be in the format sg-*"));
  EXPECT_THAT(refusal("CreateSecurityGroup", R"({"GroupName": "wéb", "Description": "d"})"),
              HasSubstr("InvalidParameterValue"));
  EXPECT_THAT(refusal("CreateSecurityGroup", R"({"GroupName": "web", "Description": "a|b"})"),
              HasSubstr("Invalid security group description"));
  EXPECT_THAT(refusal("CreateSecurityGroup", R"({"GroupName": "web", "Description": "d", "VpcId": "vpc-12345678"})"),
              HasSubstr("InvalidVpcID.NotFound (400)"));
}

TEST_F(groups, are_found_by_id_name_and_filter) {
  const auto vpc = create_vpc();
  const auto web = create_group("web"), other = create_group("other", vpc);
  EXPECT_THAT(column(call("DescribeSecurityGroups").at("SecurityGroups"), "GroupName"),
              ElementsAre("default", "default", "web", "other"));
  EXPECT_THAT(column(call("DescribeSecurityGroups", R"({"GroupNames": ["web"]})").at("SecurityGroups"), "GroupId"),
              ElementsAre(web));
  EXPECT_THAT(filtered("vpc-id", vpc), ElementsAre("default", "other"));
  EXPECT_THAT(filtered("group-name", "w*"), ElementsAre("web"));
  EXPECT_THAT(filtered("group-id", other), ElementsAre("other"));
  EXPECT_THAT(filtered("description", "for a ????"), ElementsAre("web", "other"));
  EXPECT_THAT(filtered("owner-id", "999999999999"), IsEmpty());
  call("AuthorizeSecurityGroupIngress",
       with(R"({"GroupId": "@", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 81,
      "IpRanges": [{"CidrIp": "10.0.0.0/8"}], "Ipv6Ranges": [{"CidrIpv6": "2001:db8::/32"}], "PrefixListIds": [{"PrefixListId": "pl-12345678"}]}]})",
            {web}));
  EXPECT_THAT(filtered("ip-permission.cidr", "10.0.0.0/8"), ElementsAre("web"));
  EXPECT_THAT(filtered("ip-permission.ipv6-cidr", "2001:db8::/32"), ElementsAre("web"));
  EXPECT_THAT(filtered("ip-permission.prefix-list-id", "pl-12345678"), ElementsAre("web"));
  EXPECT_THAT(filtered("ip-permission.from-port", "80"), ElementsAre("web"));
  EXPECT_THAT(filtered("ip-permission.to-port", "80"), IsEmpty());
  EXPECT_THAT(filtered("ip-permission.protocol", "tcp"), ElementsAre("web"));
  EXPECT_THAT(filtered("ip-permission.user-id", "123456789012"), ElementsAre("default", "default"));
  EXPECT_THAT(filtered("egress.ip-permission.cidr", "0.0.0.0/0"), SizeIs(4));
  EXPECT_THAT(filtered("egress.ip-permission.from-port", "*"), IsEmpty());
}

TEST_F(groups, that_are_not_there) {
  EXPECT_EQ(refusal("DescribeSecurityGroups", R"({"GroupIds": ["sg-12345678"]})"),
            "InvalidGroup.NotFound (400): The security group 'sg-12345678' does not exist");
  EXPECT_EQ(refusal("DescribeSecurityGroups", R"({"GroupIds": ["web"]})"),
            R"(InvalidGroupId.Malformed (400): Invalid id: "web" (expecting "sg-..."))");
  EXPECT_EQ(
      refusal("DescribeSecurityGroups", R"({"GroupNames": ["web"]})"),
      with("InvalidGroup.NotFound (400): The security group 'web' does not exist in default VPC '@'", {default_vpc()}));
  EXPECT_EQ(refusal("DeleteSecurityGroup", R"({"GroupId": "sg-12345678"})"),
            "InvalidGroup.NotFound (400): The security group 'sg-12345678' does not exist");
  EXPECT_EQ(refusal("DeleteSecurityGroup"),
            "MissingParameter (400): The request must contain the parameter GroupName or GroupId");
}

TEST_F(groups, are_deleted_unless_something_depends_on_them) {
  const auto web = create_group("web"), db = create_group("db");
  const auto allow = with(R"({"GroupId": "@", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432,
      "UserIdGroupPairs": [{"GroupId": "@"}]}]})",
                          {db, web});
  call("AuthorizeSecurityGroupIngress", allow);
  const auto deletion = with(R"({"GroupId": "@"})", {web});
  EXPECT_EQ(refusal("DeleteSecurityGroup", deletion),
            with("DependencyViolation (400): resource @ has a dependent object", {web}));
  call("RevokeSecurityGroupIngress", allow);
  const auto deleted = call("DeleteSecurityGroup", deletion);
  EXPECT_EQ(text(deleted, "/GroupId"), web);
  call("DeleteSecurityGroup", R"({"GroupName": "db"})");
  const auto standard =
      text(call("DescribeSecurityGroups", R"({"GroupNames": ["default"]})"), "/SecurityGroups/0/GroupId");
  EXPECT_EQ(
      refusal("DeleteSecurityGroup", R"({"GroupName": "default"})"),
      with(R"(CannotDelete (400): the specified group: "@" name: "default" cannot be deleted by a user)", {standard}));
}

TEST_F(groups, of_an_instance_cannot_be_deleted) {
  const auto web = create_group("web");
  const auto made =
      call("RunInstances",
           with(R"({"ImageId": "ami-12345678", "MinCount": 1, "MaxCount": 1, "SecurityGroupIds": ["@"]})", {web}));
  EXPECT_THAT(refusal("DeleteSecurityGroup", with(R"({"GroupId": "@"})", {web})), HasSubstr("DependencyViolation"));
  call("TerminateInstances", with(R"({"InstanceIds": ["@"]})", {text(made, "/Instances/0/InstanceId")}));
  call("DescribeInstances");  // shutting down is over at the next look
  call("DeleteSecurityGroup", with(R"({"GroupId": "@"})", {web}));
}

}  // namespace
}  // namespace aloft::local
