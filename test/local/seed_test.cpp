#include "engine_fixture.hpp"

#include <set>

namespace aloft::local {
namespace {

using testing::Contains;
using testing::SizeIs;

class seeded : public test::engine_test {
 public:
  seeded() : engine_test{options()} {}
  static server_options options() {
    server_options made;
    made.seed = true;
    return made;
  }
};

TEST_F(seeded, every_region_has_an_estate) {
  for (const auto& name : column(call("DescribeRegions").at("Regions"), "RegionName")) {
    region = name;
    EXPECT_THAT(column(call("DescribeSecurityGroups").at("SecurityGroups"), "GroupName"), Contains("alb-public"))
        << name;
    EXPECT_THAT(call("DescribeInstances").at("Reservations").get_array(), SizeIs(testing::Ge(4u))) << name;
  }
}

TEST_F(seeded, shows_every_kind_of_rule) {
  region = "us-east-1";
  const auto rules = call("DescribeSecurityGroupRules").at("SecurityGroupRules");
  std::set<std::string> peers, protocols, accounts;
  for (const auto& rule : rules.get_array()) {
    for (const auto* kind : {"CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupInfo"})
      if (rule.get_object().contains(kind)) peers.insert(kind);
    protocols.insert(text(rule, "/IpProtocol"));
    if (rule.get_object().contains("ReferencedGroupInfo")) accounts.insert(text(rule, "/ReferencedGroupInfo/UserId"));
  }
  EXPECT_THAT(peers, SizeIs(4));
  EXPECT_THAT(accounts, SizeIs(2));
  for (const auto* protocol : {"tcp", "udp", "icmp", "icmpv6", "-1", "50"}) EXPECT_THAT(protocols, Contains(protocol));
}

TEST_F(seeded, is_the_same_each_time) {
  const auto first = call("DescribeSecurityGroups");
  tested = engine::make(options(), catalog).value();
  EXPECT_EQ(call("DescribeSecurityGroups"), first);
}

}  // namespace
}  // namespace aloft::local
