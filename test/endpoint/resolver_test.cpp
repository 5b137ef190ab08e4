#include "endpoint/resolver.hpp"

#include "model/catalog.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace aloft::endpoint {
namespace {

namespace json = boost::json;

class Resolver : public testing::Test {
 protected:
  std::shared_ptr<const resolved> resolve(std::string_view service, std::string_view operation, std::string_view input,
                                          settings with) {
    const auto found = catalog_->find_service(service).value();
    resolver resolver{found, partitions_};
    return resolver.resolve(*found->find_operation(operation).value(), json::parse(input), with).value();
  }
  static settings in(std::string_view region) { return {{{"AWS::Region", region}}, {}}; }

  std::shared_ptr<const model::catalog> catalog_ = model::catalog::standard().value();
  std::shared_ptr<const partitions> partitions_ = partitions::parse(catalog_->partitions()).value();
};

TEST_F(Resolver, FindsRegionalEndpoints) {
  const auto ec2 = resolve("ec2", "DescribeRegions", "{}", in("eu-west-1"));
  EXPECT_EQ(ec2->scheme, "https");
  EXPECT_EQ(ec2->host, "ec2.eu-west-1.amazonaws.com");
  EXPECT_EQ(ec2->port, 0);
  EXPECT_EQ(ec2->path, "");
  EXPECT_EQ(resolve("sts", "GetCallerIdentity", "{}", in("cn-north-1"))->host, "sts.cn-north-1.amazonaws.com.cn");
}

TEST_F(Resolver, BindsInputMembers) {
  const auto s3 = resolve("s3", "GetObject", R"({"Bucket": "mine", "Key": "k"})", in("us-west-2"));
  EXPECT_EQ(s3->host, "mine.s3.us-west-2.amazonaws.com");
  ASSERT_FALSE(s3->auth_schemes.empty());
  EXPECT_TRUE(s3->auth_schemes[0].disable_double_encoding);
}

TEST_F(Resolver, BindsPathsIntoTheInput) {
  settings account = in("us-east-1");
  account.built_ins["AWS::Auth::AccountId"] = "111111111111";
  account.built_ins["AWS::Auth::AccountIdEndpointMode"] = "preferred";
  const auto batch =
      resolve("dynamodb", "BatchGetItem",
              R"({"RequestItems": {"arn:aws:dynamodb:us-east-1:222222222222:table/t": {"Keys": []}}})", account);
  EXPECT_EQ(batch->host, "222222222222.ddb.us-east-1.amazonaws.com");
}

TEST_F(Resolver, TakesCustomEndpointsApart) {
  settings custom = in("us-east-1");
  custom.built_ins["SDK::Endpoint"] = "http://[::1]:4566/base/";
  const auto found = resolve("ec2", "DescribeRegions", "{}", custom);
  EXPECT_EQ(found->scheme, "http");
  EXPECT_EQ(found->host, "[::1]");
  EXPECT_EQ(found->port, 4566);
  EXPECT_EQ(found->path, "/base");
}

TEST_F(Resolver, KeepsOneAnswerPerParameterValues) {
  const auto service = catalog_->find_service("ec2").value();
  resolver resolver{service, partitions_};
  const auto& regions = *service->find_operation("DescribeRegions").value();
  const auto& vpcs = *service->find_operation("DescribeVpcs").value();
  const auto first = resolver.resolve(regions, json::object{}, in("eu-west-1")).value();
  EXPECT_EQ(first, resolver.resolve(vpcs, json::object{}, in("eu-west-1")).value());
  EXPECT_NE(first, resolver.resolve(regions, json::object{}, in("eu-west-2")).value());
}

TEST(TakeApart, RefusesWhatCannotBeAsked) {
  for (const char* url :
       {"example.com", "ftp://example.com", "https://", "https://:80", "https://a:0", "https://a:65536", "https://a:x",
        "https://a?b=c", "https://a b", "https://a\r\nb", "https://user@host"}) {
    const auto apart = take_apart({url, {}, {}});
    ASSERT_FALSE(apart) << url;
    EXPECT_EQ(apart.error().code(), "InvalidEndpoint");
    EXPECT_EQ(apart.error().kind(), error_kind::config);
  }
}

TEST(TakeApart, LowersTheHost) { EXPECT_EQ(take_apart({"https://Example.COM/A", {}, {}})->host, "example.com"); }

}  // namespace
}  // namespace aloft::endpoint
