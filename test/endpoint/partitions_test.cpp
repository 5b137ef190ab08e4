#include "endpoint/partitions.hpp"

#include "model/catalog.hpp"

#include <gmock/gmock.h>

namespace aloft::endpoint {
namespace {

std::shared_ptr<const partitions> standard() {
  return partitions::parse(model::catalog::standard().value()->partitions()).value();
}

std::string suffix(std::string_view region) {
  return std::string{standard()->find(region)->at("dnsSuffix").as_string()};
}

TEST(Partitions, ListedRegionsHaveTheirOwn) {
  EXPECT_EQ(suffix("eu-west-1"), "amazonaws.com");
  EXPECT_EQ(suffix("cn-north-1"), "amazonaws.com.cn");
  EXPECT_EQ(standard()->find("us-gov-west-1")->at("name"), "aws-us-gov");
}

TEST(Partitions, RegionsNewerThanTheModelsAreKnownByPattern) {
  EXPECT_EQ(suffix("cn-south-9"), "amazonaws.com.cn");
  EXPECT_TRUE(standard()->knows("eu-west-77"));
}

TEST(Partitions, EverythingElseIsTakenForAws) {
  EXPECT_EQ(suffix("mars-1"), "amazonaws.com");
  EXPECT_EQ(suffix(std::string(100'000, 'a')), "amazonaws.com");
  EXPECT_FALSE(standard()->knows("mars-1"));
}

TEST(Partitions, ListRegionsWithoutPseudoRegions) {
  const auto regions = standard()->regions("aws");
  EXPECT_THAT(regions, testing::IsSupersetOf({"us-east-1", "eu-central-2", "ap-southeast-5"}));
  EXPECT_THAT(regions, testing::Not(testing::Contains("aws-global")));
  EXPECT_THAT(standard()->all_regions(), testing::Contains("us-gov-east-1"));
}

TEST(Partitions, DamagedDataIsAConfigError) {
  const auto bad = partitions::parse(R"({"partitions": [{"id": 7}]})");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().kind(), error_kind::config);
}

}  // namespace
}  // namespace aloft::endpoint
