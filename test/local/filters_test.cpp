#include "local/wildcards.hpp"

#include <gtest/gtest.h>

namespace aloft::local {
namespace {

TEST(wildcards, match_as_documented) {
  EXPECT_TRUE(matches_wildcards("web", "web"));
  EXPECT_FALSE(matches_wildcards("web", "Web"));
  EXPECT_FALSE(matches_wildcards("web", "webs"));
  EXPECT_TRUE(matches_wildcards("*", ""));
  EXPECT_TRUE(matches_wildcards("*web*", "my-web-1"));
  EXPECT_TRUE(matches_wildcards("a*b*c", "a-b-b-c"));
  EXPECT_FALSE(matches_wildcards("a*b*c", "a-b-b-"));
  EXPECT_TRUE(matches_wildcards("w?b", "wxb"));
  EXPECT_FALSE(matches_wildcards("w?b", "wb"));
  EXPECT_TRUE(matches_wildcards("", ""));
  EXPECT_FALSE(matches_wildcards("", "x"));
}

TEST(wildcards, a_backslash_takes_their_meaning_away) {
  EXPECT_TRUE(matches_wildcards(R"(\*amazon\?\\)", R"(*amazon?\)"));
  EXPECT_FALSE(matches_wildcards(R"(\*)", "x"));
  EXPECT_TRUE(matches_wildcards(R"(*\*)", "ab*"));
  EXPECT_TRUE(matches_wildcards("\\", "\\"));
}

TEST(wildcards, many_stars_take_no_exponential_time) {
  const std::string text(2000, 'a');
  EXPECT_FALSE(matches_wildcards("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", text));
}

}  // namespace
}  // namespace aloft::local
