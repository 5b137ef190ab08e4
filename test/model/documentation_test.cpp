#include "model/documentation.hpp"

#include "model/catalog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace aloft::model {
namespace {

using testing::HasSubstr;

TEST(Documentation, TellsWhatTheModelsSay) {
  const auto texts = documentation::standard().value()->find_service("ec2").value();
  EXPECT_THAT(texts->service(), HasSubstr("Elastic Compute Cloud"));
  EXPECT_THAT(texts->operation("DescribeVpcs"), HasSubstr("Describes"));
  EXPECT_THAT(texts->member("DescribeVpcsRequest", "VpcIds"), HasSubstr("VPC"));
  EXPECT_EQ(texts->operation("NoSuchThing"), "");
  EXPECT_EQ(texts->member("DescribeVpcsRequest", "Nothing"), "");
  for (const auto text : {texts->service(), texts->operation("DescribeVpcs")}) EXPECT_EQ(text.find("<p>"), text.npos);
}

TEST(Documentation, ExistsForEveryService) {
  const auto all = documentation::standard().value();
  const auto catalog = catalog::standard().value();
  for (const auto name : catalog->service_names()) {
    const auto texts = all->find_service(name);
    ASSERT_TRUE(texts) << name << ": " << texts.error().what();
  }
  const auto unknown = all->find_service("nothing");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code(), "UnknownService");
}

}  // namespace
}  // namespace aloft::model
