#include "engine_fixture.hpp"

namespace aloft::local {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

class regions : public test::engine_test {
 public:
  regions() : engine_test{options()} {}
  static server_options options() {
    server_options made;
    made.opted_in = {"af-south-1", "ap-east-1"};
    return made;
  }
  std::vector<std::string> names(std::string_view input) {
    return column(call("DescribeRegions", input).at("Regions"), "RegionName");
  }
};

TEST_F(regions, enabled_ones_unless_all_are_asked_for) {
  const auto enabled = names("{}");
  EXPECT_EQ(enabled.size(), 19u);
  EXPECT_THAT(enabled, AllOf(Contains("us-east-1"), Contains("af-south-1"), Not(Contains("me-south-1")),
                             Not(Contains("cn-north-1"))));
  const auto all = names(R"({"AllRegions": true})");
  EXPECT_EQ(all.size(), 36u);
  EXPECT_THAT(all, Contains("me-south-1"));
}

TEST_F(regions, state_whether_they_need_opting_in) {
  const auto list =
      call("DescribeRegions", R"({"RegionNames": ["us-east-1", "af-south-1", "me-south-1"], "AllRegions": true})")
          .at("Regions");
  EXPECT_THAT(column(list, "RegionName"), ElementsAre("af-south-1", "me-south-1", "us-east-1"));
  EXPECT_THAT(column(list, "OptInStatus"), ElementsAre("opted-in", "not-opted-in", "opt-in-not-required"));
  EXPECT_THAT(column(list, "Endpoint"), Contains("ec2.us-east-1.amazonaws.com"));
}

TEST_F(regions, can_be_filtered) {
  EXPECT_THAT(names(R"({"Filters": [{"Name": "region-name", "Values": ["eu-west-*"]}]})"),
              ElementsAre("eu-west-1", "eu-west-2", "eu-west-3"));
  EXPECT_THAT(names(R"({"Filters": [{"Name": "opt-in-status", "Values": ["opted-in"]}]})"),
              ElementsAre("af-south-1", "ap-east-1"));
  EXPECT_THAT(names(R"({"Filters": [{"Name": "endpoint", "Values": ["*.sa-east-1.*"]}]})"), ElementsAre("sa-east-1"));
}

TEST_F(regions, of_another_partition_are_a_world_of_their_own) {
  region = "cn-north-1";
  EXPECT_THAT(names("{}"), ElementsAre("cn-north-1", "cn-northwest-1"));
  EXPECT_EQ(text(call("DescribeRegions"), "/Regions/0/Endpoint"), "ec2.cn-north-1.amazonaws.com.cn");
}

TEST_F(regions, mistakes_are_refused) {
  EXPECT_EQ(refusal("DescribeRegions", R"({"RegionNames": ["us-east-1", "mars-1", "mars-2"]})"),
            "InvalidParameterValue (400): Invalid region names: [mars-1, mars-2]");
  EXPECT_EQ(refusal("DescribeRegions", R"({"Filters": [{"Name": "colour", "Values": ["red"]}]})"),
            "InvalidParameterValue (400): The filter 'colour' is invalid");
}

TEST_F(regions, that_are_not_enabled_know_nobody) {
  region = "me-south-1";
  EXPECT_EQ(refusal("DescribeVpcs"), "AuthFailure (401): AWS was not able to validate the provided access credentials");
  EXPECT_EQ(refusal("GetCallerIdentity", "{}", "sts"),
            "InvalidClientTokenId (403): The security token included in the request is invalid");
  region = "af-south-1";
  call("DescribeVpcs");
}

TEST_F(regions, keep_their_states_apart) {
  create_group("only-here");
  region = "us-west-2";
  const auto groups = call("DescribeSecurityGroups").at("SecurityGroups");
  EXPECT_THAT(column(groups, "GroupName"), ElementsAre("default"));
}

TEST_F(regions, have_three_zones) {
  const auto zones = call("DescribeAvailabilityZones").at("AvailabilityZones");
  EXPECT_THAT(column(zones, "ZoneName"), ElementsAre("eu-west-1a", "eu-west-1b", "eu-west-1c"));
  EXPECT_THAT(column(zones, "ZoneId"), ElementsAre("euw1-az1", "euw1-az2", "euw1-az3"));
  region = "ap-northeast-1";
  EXPECT_EQ(
      text(call("DescribeAvailabilityZones", R"({"ZoneNames": ["ap-northeast-1c"]})"), "/AvailabilityZones/0/ZoneId"),
      "apne1-az3");
  EXPECT_EQ(refusal("DescribeAvailabilityZones", R"({"ZoneNames": ["ap-northeast-1x"]})"),
            "InvalidParameterValue (400): Invalid availability zones: [ap-northeast-1x]");
}

}  // namespace
}  // namespace aloft::local
