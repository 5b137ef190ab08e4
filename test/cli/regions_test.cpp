#include "cli/sweep/region_choice.hpp"

#include <gmock/gmock.h>
#include <aloft/regions.hpp>

#include <algorithm>

namespace aloft::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using names = std::vector<std::string>;

const names known{"cn-north-1", "eu-west-1", "eu-west-2", "us-east-1"};

TEST(regions, are_read_from_the_models) {
  const auto all = region_names().value();
  EXPECT_THAT(all, ::testing::IsSupersetOf(known));
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  for (const auto& name : all) EXPECT_FALSE(name.ends_with("-global")) << name;
  EXPECT_EQ(partition_of("cn-north-1").value(), "aws-cn");
  EXPECT_EQ(partition_of("eu-west-1").value(), "aws");
}

TEST(regions, give_services_their_endpoints) {
  const names regions{"eu-west-1", "cn-north-1"};
  const auto ec2 = standard_endpoints(find_service_model("ec2").value(), regions).value();
  EXPECT_THAT(ec2, ElementsAre("https://ec2.eu-west-1.amazonaws.com", "https://ec2.cn-north-1.amazonaws.com.cn"));
  const names two{"eu-west-1", "us-east-1"};
  const auto iam = standard_endpoints(find_service_model("iam").value(), two).value();
  EXPECT_EQ(iam[0], iam[1]) << "one service for all regions of a partition";
}

TEST(regions, unknown_ones_get_suggestions) {
  EXPECT_TRUE(check_region("eu-west-1", known, false));
  EXPECT_TRUE(check_region("aws-global", known, false));
  const auto refused = check_region("eu-wst-1", known, false);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message(), HasSubstr("unknown region 'eu-wst-1'; did you mean eu-west-1"));
  EXPECT_FALSE(check_region("garage", known, false));
  EXPECT_TRUE(check_region("garage", known, true));
  EXPECT_FALSE(check_region("eu-wst-1", known, true));
}

TEST(regions, patterns_stand_for_enabled_ones) {
  const names enabled{"eu-west-1", "eu-west-2", "us-east-1"};
  const auto chosen = [&](std::string_view text) { return parse_region_choice(text)->among(enabled).value(); };
  EXPECT_THAT(chosen("all"), ElementsAre("eu-west-1", "eu-west-2", "us-east-1"));
  EXPECT_THAT(chosen("eu-*"), ElementsAre("eu-west-1", "eu-west-2"));
  EXPECT_THAT(chosen("us-*,eu-west-?"), ElementsAre("us-east-1", "eu-west-1", "eu-west-2"));
  EXPECT_THAT(chosen("us-east-1,all"), ElementsAre("us-east-1", "eu-west-1", "eu-west-2"));
  EXPECT_FALSE(parse_region_choice("a,b")->by_pattern);
  EXPECT_TRUE(parse_region_choice("a,b*")->by_pattern);
  const auto none = parse_region_choice("ap-*")->among(enabled);
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message(),
              HasSubstr("no enabled region matches 'ap-*'; enabled are eu-west-1 eu-west-2 us-east-1"));
}

TEST(regions, a_choice_has_no_empty_names) {
  for (const char* text : {"", ",", "a,", ",a", "a,,b"}) EXPECT_FALSE(parse_region_choice(text)) << text;
}

TEST(regions, patterns_match_whole_names) {
  EXPECT_TRUE(matches_pattern("eu-west-1", "*"));
  EXPECT_TRUE(matches_pattern("eu-west-1", "*-west-*"));
  EXPECT_TRUE(matches_pattern("eu-west-1", "eu-west-?"));
  EXPECT_FALSE(matches_pattern("eu-west-1", "eu"));
  EXPECT_FALSE(matches_pattern("eu-west-1", "west-*"));
  EXPECT_FALSE(matches_pattern("", "?"));
  EXPECT_TRUE(matches_pattern("", "**"));
}

}  // namespace
}  // namespace aloft::cli
