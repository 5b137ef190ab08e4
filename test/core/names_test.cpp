#include <aloft/names.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace aloft {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Names, FollowTheRulesOfBotocore) {
  EXPECT_EQ(snake_case("DescribeVpcs"), "describe_vpcs");
  EXPECT_EQ(kebab_case("DescribeVpcs"), "describe-vpcs");
  EXPECT_EQ(snake_case("ListWebACLs"), "list_web_acls");
  EXPECT_EQ(snake_case("DescribeDBInstances"), "describe_db_instances");
  EXPECT_EQ(snake_case("AssumeRoleWithSAML"), "assume_role_with_saml");
  EXPECT_EQ(snake_case("ListObjectsV2"), "list_objects_v2");
  EXPECT_EQ(snake_case("IPv6Address"), "i_pv6_address");
  EXPECT_EQ(snake_case("DBs"), "_dbs");
  EXPECT_EQ(snake_case("already_done"), "already_done");
  EXPECT_EQ(kebab_case("already-Done"), "already-Done");
  EXPECT_EQ(snake_case(""), "");
  EXPECT_EQ(snake_case("X"), "x");
}

TEST(Names, KnowTheIrregularOnes) {
  EXPECT_EQ(snake_case("CreateCachediSCSIVolume"), "create_cached_iscsi_volume");
  EXPECT_EQ(kebab_case("ExecutePartiQLStatement"), "execute-partiql-statement");
}

TEST(Names, FoldTogether) {
  EXPECT_EQ(folded_name("ACM PCA"), "acmpca");
  EXPECT_EQ(folded_name("acm-pca"), "acmpca");
  EXPECT_EQ(folded_name("runtime.lex_V2"), "runtimelexv2");
}

TEST(Names, CompareFolded) {
  const std::vector<std::string> names{"",  "a", "A-B",           "a_b",          "a",           "Ab.C",
                                       "-", "b", "describe_vpcs", "DescribeVpcs", "describe-vpc"};
  for (const auto& a : names)
    for (const auto& b : names) {
      const int expected = folded_name(a).compare(folded_name(b));
      const int found = compare_folded(a, b);
      EXPECT_EQ((found > 0) - (found < 0), (expected > 0) - (expected < 0)) << a << ' ' << b;
    }
}

TEST(Names, SuggestTheNearest) {
  const std::vector<std::string> known{"DescribeVpcs", "DescribeVpcEndpoints", "DescribeVolumes", "CreateVpc",
                                       "RunInstances"};
  EXPECT_THAT(suggestions("descrbe_vpcs", known), ElementsAre("DescribeVpcs"));
  EXPECT_THAT(suggestions("describe-vpc", known), ElementsAre("DescribeVpcs", "DescribeVpcEndpoints"));
  EXPECT_THAT(suggestions("run-instnaces", known), ElementsAre("RunInstances"));
  EXPECT_THAT(suggestions("xyzzy", known), IsEmpty());
  EXPECT_THAT(suggestions("", known), IsEmpty());
  EXPECT_THAT(suggestions("describe", known, 1), ElementsAre("DescribeVpcs"));
}

TEST(Names, AskDidYouMean) {
  const std::vector<std::string> known{"ec2", "ecr", "ecs", "s3"};
  EXPECT_EQ(did_you_mean("ec3", known), "; did you mean ec2, ecr or ecs?");
  EXPECT_EQ(did_you_mean("S-3", known), "; did you mean s3?");
  EXPECT_EQ(did_you_mean("lambda", known), "");
}

}  // namespace
}  // namespace aloft
