#include "engine_fixture.hpp"

namespace aloft::local {
namespace {

using test::with;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class rules : public test::engine_test {
 public:
  rules() : group{create_group("web")} {}

  std::string permissions(std::string_view list) const {
    return with(R"({"GroupId": "@", "IpPermissions": [@]})", {group, std::string{list}});
  }
  std::string authorize_refusal(std::string_view list) {
    return refusal("AuthorizeSecurityGroupIngress", permissions(list));
  }
  json::value shown() {
    return call("DescribeSecurityGroups", with(R"({"GroupIds": ["@"]})", {group})).at("SecurityGroups").at(0);
  }

  std::string group;
};

constexpr std::string_view web_rule =
    R"({"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "all"}]})";

TEST_F(rules, are_one_per_peer_and_shown_together) {
  const auto made = call("AuthorizeSecurityGroupIngress", permissions(R"(
      {"IpProtocol": "TCP", "FromPort": 80, "ToPort": 443,
       "IpRanges": [{"CidrIp": "10.1.2.3/8", "Description": "inside"}, {"CidrIp": "192.0.2.0/24"}],
       "Ipv6Ranges": [{"CidrIpv6": "2001:DB8::1/32"}], "PrefixListIds": [{"PrefixListId": "pl-12345678"}],
       "UserIdGroupPairs": [{"UserId": "210987654321", "GroupId": "sg-87654321", "Description": "theirs"}]},
      {"IpProtocol": "icmp", "FromPort": 8, "ToPort": -1, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]},
      {"IpProtocol": "50", "IpRanges": [{"CidrIp": "10.0.0.0/8"}]})"));
  EXPECT_EQ(text(made, "/Return"), "true");
  const auto list = made.at("SecurityGroupRules");
  ASSERT_THAT(list.get_array(), SizeIs(7));
  EXPECT_EQ(text(list, "/0/CidrIpv4"), "10.0.0.0/8");
  EXPECT_EQ(text(list, "/0/Description"), "inside");
  EXPECT_EQ(text(list, "/0/IpProtocol"), "tcp");
  EXPECT_EQ(text(list, "/0/IsEgress"), "false");
  EXPECT_EQ(text(list, "/2/CidrIpv6"), "2001:db8::/32");
  EXPECT_EQ(text(list, "/3/PrefixListId"), "pl-12345678");
  EXPECT_EQ(text(list, "/4/ReferencedGroupInfo"), R"({"GroupId":"sg-87654321","UserId":"210987654321"})");
  EXPECT_EQ(text(list, "/5/FromPort"), "8");
  EXPECT_EQ(text(list, "/6/FromPort"), "-1");
  EXPECT_EQ(text(list, "/6/IpProtocol"), "50");

  const auto ingress = shown().at("IpPermissions");
  ASSERT_THAT(ingress.get_array(), SizeIs(3));
  EXPECT_EQ(text(ingress, "/0/FromPort") + '-' + text(ingress, "/0/ToPort"), "80-443");
  EXPECT_THAT(column(ingress.at(0).at("IpRanges"), "CidrIp"), ElementsAre("10.0.0.0/8", "192.0.2.0/24"));
  EXPECT_EQ(text(ingress, "/0/UserIdGroupPairs/0/UserId"), "210987654321");
  EXPECT_THAT(text(ingress, "/2/FromPort"), HasSubstr("no /"));
}

TEST_F(rules, the_old_flat_parameters_mean_one) {
  call("AuthorizeSecurityGroupIngress",
       R"({"GroupName": "web", "IpProtocol": "udp", "FromPort": 53, "ToPort": 53, "CidrIp": "10.0.0.0/8"})");
  EXPECT_EQ(text(shown(), "/IpPermissions/0/IpRanges/0/CidrIp"), "10.0.0.0/8");
  EXPECT_THAT(
      refusal(
          "AuthorizeSecurityGroupIngress",
          with(
              R"({"GroupId": "@", "IpProtocol": "udp", "FromPort": 1, "ToPort": 1, "CidrIp": "10.0.0.0/8", "IpPermissions": [@]})",
              {group, std::string{web_rule}})),
      HasSubstr("InvalidParameterCombination (400)"));
}

TEST_F(rules, egress_is_apart_from_ingress) {
  call("AuthorizeSecurityGroupIngress", permissions(web_rule));
  call("AuthorizeSecurityGroupEgress", permissions(web_rule));
  EXPECT_THAT(shown().at("IpPermissions").get_array(), SizeIs(1));
  EXPECT_THAT(shown().at("IpPermissionsEgress").get_array(), SizeIs(2));
  call("RevokeSecurityGroupEgress", permissions(R"({"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]})"));
  EXPECT_THAT(column(shown().at("IpPermissionsEgress"), "IpProtocol"), ElementsAre("tcp"));
}

TEST_F(rules, the_same_one_twice_is_refused) {
  call("AuthorizeSecurityGroupIngress", permissions(web_rule));
  EXPECT_EQ(
      authorize_refusal(web_rule),
      R"(InvalidPermission.Duplicate (400): the specified rule "peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW" already exists)");
  EXPECT_THAT(
      authorize_refusal(
          R"({"IpProtocol": "6", "FromPort": 1, "ToPort": 1, "IpRanges": [{"CidrIp": "10.0.0.0/8"}, {"CidrIp": "10.9.9.9/8"}]})"),
      HasSubstr("The same permission must not appear multiple times"));
  EXPECT_THAT(shown().at("IpPermissions").get_array(), SizeIs(1));  // a refused call changes nothing
}

TEST_F(rules, that_cannot_be_are_refused) {
  const auto tcp = [&](std::string_view ports, std::string_view block = "10.0.0.0/8") {
    return authorize_refusal(
        with(R"({"IpProtocol": "tcp"@, "IpRanges": [{"CidrIp": "@"}]})", {std::string{ports}, std::string{block}}));
  };
  EXPECT_THAT(tcp(""), HasSubstr("Must specify both from and to ports"));
  EXPECT_EQ(tcp(R"(, "FromPort": 70000, "ToPort": 70000)"),
            "InvalidParameterValue (400): TCP/UDP port (70000) out of range");
  EXPECT_EQ(tcp(R"(, "FromPort": 90, "ToPort": 80)"),
            "InvalidParameterValue (400): Invalid TCP/UDP port range (90:80)");
  EXPECT_EQ(tcp(R"(, "FromPort": 80, "ToPort": 80)", "10.0.0.0/33"),
            "InvalidParameterValue (400): CIDR block 10.0.0.0/33 is malformed");
  EXPECT_THAT(
      authorize_refusal(R"({"IpProtocol": "tpc", "FromPort": 1, "ToPort": 1, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]})"),
      HasSubstr("Invalid value 'tpc' for IP protocol. Unknown protocol."));
  EXPECT_THAT(authorize_refusal(
                  R"({"IpProtocol": "icmp", "FromPort": 256, "ToPort": 0, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]})"),
              HasSubstr("ICMP type (256) out of range"));
  EXPECT_THAT(authorize_refusal(R"({"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1})"), HasSubstr("MissingParameter"));
  EXPECT_THAT(authorize_refusal(R"({"IpRanges": [{"CidrIp": "10.0.0.0/8"}]})"), HasSubstr("MissingParameter"));
  EXPECT_THAT(authorize_refusal(R"({"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": "sg-12345678"}]})"),
              HasSubstr("InvalidGroup.NotFound"));
  EXPECT_THAT(
      authorize_refusal(R"({"IpProtocol": "-1", "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "a|b"}]})"),
      HasSubstr("Invalid rule description"));
  EXPECT_THAT(authorize_refusal(R"({"IpProtocol": "-1", "PrefixListIds": [{"PrefixListId": "x"}]})"),
              HasSubstr("InvalidPrefixListId.Malformed"));
  EXPECT_THAT(refusal("AuthorizeSecurityGroupIngress", with(R"({"GroupId": "@"})", {group})),
              HasSubstr("MissingParameter"));
  EXPECT_EQ(refusal("AuthorizeSecurityGroupEgress", R"({"IpPermissions": []})"),
            "MissingParameter (400): The request must contain the parameter GroupId");
}

TEST_F(rules, groups_of_another_vpc_cannot_be_peers) {
  const auto far = create_group("far", create_vpc());
  EXPECT_THAT(authorize_refusal(with(R"({"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": "@"}]})", {far})),
              HasSubstr("You have specified two resources that belong to different networks."));
}

TEST_F(rules, are_at_most_60_each_way) {
  for (int i = 0; i < 60; ++i)
    call(
        "AuthorizeSecurityGroupIngress",
        permissions(with(R"({"IpProtocol": "tcp", "FromPort": @, "ToPort": @, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]})",
                         {std::to_string(i), std::to_string(i)})));
  EXPECT_THAT(authorize_refusal(web_rule), HasSubstr("RulesPerSecurityGroupLimitExceeded (400)"));
}

TEST_F(rules, are_revoked_by_what_they_say_or_by_id) {
  const auto made = call("AuthorizeSecurityGroupIngress", permissions(R"(
      {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "x"}, {"CidrIp": "192.0.2.0/24"}]})"));
  const auto first = text(made, "/SecurityGroupRules/0/SecurityGroupRuleId");
  const auto revoked =
      call("RevokeSecurityGroupIngress", with(R"({"GroupId": "@", "SecurityGroupRuleIds": ["@"]})", {group, first}));
  EXPECT_EQ(text(revoked, "/RevokedSecurityGroupRules/0/SecurityGroupRuleId"), first);
  EXPECT_EQ(text(revoked, "/RevokedSecurityGroupRules/0/CidrIpv4"), "10.0.0.0/8");
  call("RevokeSecurityGroupIngress",
       permissions(R"({"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "IpRanges": [{"CidrIp": "192.0.2.0/24"}]})"));
  EXPECT_THAT(shown().at("IpPermissions").get_array(), IsEmpty());
  EXPECT_EQ(
      refusal("RevokeSecurityGroupIngress", with(R"({"GroupId": "@", "SecurityGroupRuleIds": ["@"]})", {group, first})),
      with("InvalidSecurityGroupRuleId.NotFound (400): The security group rule ID '@' does not exist", {first}));
}

TEST_F(rules, that_are_not_there_are_an_error_outside_the_default_vpc) {
  const auto own = create_group("own", create_vpc());
  const auto revoke = [&](std::string_view of) {
    return with(R"({"GroupId": "@", "IpPermissions": [@]})", {std::string{of}, std::string{web_rule}});
  };
  EXPECT_EQ(refusal("RevokeSecurityGroupIngress", revoke(own)),
            "InvalidPermission.NotFound (400): The specified rule does not exist in this security group.");
  const auto answer = call("RevokeSecurityGroupIngress", revoke(group));
  EXPECT_EQ(text(answer, "/UnknownIpPermissions/0/IpRanges/0/CidrIp"), "0.0.0.0/0");
}

TEST_F(rules, are_described_one_by_one) {
  call("AuthorizeSecurityGroupIngress", with(R"({"GroupId": "@", "IpPermissions": [@], "TagSpecifications": [
      {"ResourceType": "security-group-rule", "Tags": [{"Key": "a", "Value": "b"}]}]})",
                                             {group, std::string{web_rule}}));
  const auto own =
      call("DescribeSecurityGroupRules", with(R"({"Filters": [{"Name": "group-id", "Values": ["@"]}]})", {group}))
          .at("SecurityGroupRules");
  ASSERT_THAT(own.get_array(), SizeIs(2));
  EXPECT_THAT(column(own, "IsEgress"), ElementsAre("true", "false"));
  const auto id = text(own, "/1/SecurityGroupRuleId");
  EXPECT_EQ(text(own, "/1/SecurityGroupRuleArn"), "arn:aws:ec2:eu-west-1:123456789012:security-group-rule/" + id);
  EXPECT_THAT(call("DescribeSecurityGroupRules", with(R"({"SecurityGroupRuleIds": ["@"]})", {id}))
                  .at("SecurityGroupRules")
                  .get_array(),
              SizeIs(1));
  EXPECT_THAT(column(call("DescribeSecurityGroupRules", R"({"Filters": [{"Name": "tag:a", "Values": ["b"]}]})")
                         .at("SecurityGroupRules"),
                     "SecurityGroupRuleId"),
              ElementsAre(id));
  EXPECT_THAT(refusal("DescribeSecurityGroupRules", R"({"SecurityGroupRuleIds": ["sgr-12345678"]})"),
              HasSubstr("InvalidSecurityGroupRuleId.NotFound (400)"));
  EXPECT_THAT(refusal("DescribeSecurityGroupRules", R"({"SecurityGroupRuleIds": ["x"]})"),
              HasSubstr("InvalidSecurityGroupRuleId.Malformed (400)"));
}

TEST_F(rules, pages_cross_groups) {
  for (int i = 0; i < 8; ++i)
    call(
        "AuthorizeSecurityGroupIngress",
        permissions(with(R"({"IpProtocol": "tcp", "FromPort": @, "ToPort": @, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]})",
                         {std::to_string(i), std::to_string(i)})));
  const auto all = column(call("DescribeSecurityGroupRules").at("SecurityGroupRules"), "SecurityGroupRuleId");
  ASSERT_THAT(all, SizeIs(11));  // two of the default group, one made with this group, eight
  const auto first = call("DescribeSecurityGroupRules", R"({"MaxResults": 6})");
  const auto second =
      call("DescribeSecurityGroupRules", with(R"({"MaxResults": 6, "NextToken": "@"})", {text(first, "/NextToken")}));
  auto seen = column(first.at("SecurityGroupRules"), "SecurityGroupRuleId");
  for (auto& id : column(second.at("SecurityGroupRules"), "SecurityGroupRuleId")) seen.push_back(id);
  EXPECT_EQ(seen, all);
  EXPECT_FALSE(second.get_object().contains("NextToken"));
}

}  // namespace
}  // namespace aloft::local
