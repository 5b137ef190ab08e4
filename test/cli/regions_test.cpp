#include "cli/sweep/region_choice.hpp"

#include <gmock/gmock.h>

namespace aloft::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using names = std::vector<std::string>;

constexpr std::string_view partitions = R"({"partitions": [
  {"id": "aws", "regions": {"aws-global": {}, "us-east-1": {}, "eu-west-1": {}, "eu-west-2": {}}},
  {"id": "aws-cn", "regions": {"cn-north-1": {}}}]})";

TEST(regions, are_read_from_the_models) {
  EXPECT_THAT(known_regions(partitions), ElementsAre("cn-north-1", "eu-west-1", "eu-west-2", "us-east-1"));
  EXPECT_THAT(known_regions("junk"), ElementsAre());
}

TEST(regions, unknown_ones_get_suggestions) {
  EXPECT_TRUE(check_region("eu-west-1", partitions, false));
  EXPECT_TRUE(check_region("aws-global", partitions, false));
  const auto refused = check_region("eu-wst-1", partitions, false);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message(), HasSubstr("unknown region 'eu-wst-1'; did you mean eu-west-1"));
  EXPECT_FALSE(check_region("garage", partitions, false));
  EXPECT_TRUE(check_region("garage", partitions, true));
  EXPECT_FALSE(check_region("eu-wst-1", partitions, true));
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
