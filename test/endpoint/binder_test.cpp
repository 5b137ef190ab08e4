#include "endpoint/binder.hpp"

#include "model/catalog.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace aloft::endpoint {
namespace {

namespace json = boost::json;

class Binder : public testing::Test {
 protected:
  struct call {
    std::shared_ptr<const model::service> service;
    const model::operation* operation;
    aloft::input input;
    serde::edited_input parameters() const { return {input, operation->input}; }
  };
  call make(std::string_view service, std::string_view operation, std::string_view input) {
    const auto found = catalog_->find_service(service).value();
    return {found, found->find_operation(operation).value(), json::parse(input)};
  }
  binder binder_of(const call& call, settings with) {
    return {rule_set::compile(call.service->endpoint_rules(), partitions_).value(), std::move(with)};
  }
  decision decide(const call& call, settings with) {
    return binder_of(call, std::move(with)).decide(*call.operation, call.parameters()).value();
  }
  std::string key(const call& call) {
    std::string out;
    binder_of(call, in("us-east-1")).append_key(out, *call.operation, call.parameters());
    return out;
  }
  static settings in(std::string_view region) { return {{{"AWS::Region", region}}, {}}; }

  std::shared_ptr<const model::catalog> catalog_ = model::catalog::standard().value();
  std::shared_ptr<const partitions> partitions_ = partitions::parse(catalog_->partitions()).value();
};

TEST_F(Binder, FindsRegionalEndpoints) {
  EXPECT_EQ(decide(make("ec2", "DescribeRegions", "{}"), in("eu-west-1")).url, "https://ec2.eu-west-1.amazonaws.com");
  EXPECT_EQ(decide(make("sts", "GetCallerIdentity", "{}"), in("cn-north-1")).url,
            "https://sts.cn-north-1.amazonaws.com.cn");
}

TEST_F(Binder, BindsInputMembers) {
  const auto decided = decide(make("s3", "GetObject", R"({"Bucket": "mine", "Key": "k"})"), in("us-west-2"));
  EXPECT_EQ(decided.url, "https://mine.s3.us-west-2.amazonaws.com");
  ASSERT_FALSE(decided.auth_schemes.empty());
  EXPECT_TRUE(decided.auth_schemes[0].disable_double_encoding);
}

TEST_F(Binder, BindsPathsIntoTheInput) {
  settings account = in("us-east-1");
  account.built_ins["AWS::Auth::AccountId"] = "111111111111";
  account.built_ins["AWS::Auth::AccountIdEndpointMode"] = "preferred";
  const auto batch = make("dynamodb", "BatchGetItem",
                          R"({"RequestItems": {"arn:aws:dynamodb:us-east-1:222222222222:table/t": {"Keys": []}}})");
  EXPECT_EQ(decide(batch, account).url, "https://222222222222.ddb.us-east-1.amazonaws.com");
}

TEST_F(Binder, TakesTheCustomEndpoint) {
  settings custom = in("us-east-1");
  custom.built_ins["SDK::Endpoint"] = "http://127.0.0.1:4566";
  EXPECT_EQ(decide(make("ec2", "DescribeRegions", "{}"), custom).url, "http://127.0.0.1:4566");
}

TEST_F(Binder, KeysDifferOnlyWhereTheEndpointMay) {
  EXPECT_EQ(key(make("ec2", "DescribeRegions", "{}")), key(make("ec2", "DescribeVpcs", R"({"VpcIds": ["vpc-1"]})")));
  EXPECT_EQ(key(make("s3", "GetObject", R"({"Bucket": "a", "Key": "same"})")),
            key(make("s3", "GetObject", R"({"Bucket": "a", "Key": "same"})")));
  EXPECT_NE(key(make("s3", "GetObject", R"({"Bucket": "a", "Key": "k"})")),
            key(make("s3", "GetObject", R"({"Bucket": "b", "Key": "k"})")));
  EXPECT_EQ(key(make("s3", "GetObject", R"({"Bucket": "a", "Key": "one"})")),
            key(make("s3", "GetObject", R"({"Bucket": "a", "Key": "two"})")))
      << "no rule reads the key of an object";
  EXPECT_EQ(key(make("s3", "ListObjectsV2", R"({"Bucket": "a", "Prefix": "x/"})")),
            key(make("s3", "ListObjectsV2", R"({"Bucket": "a", "Prefix": "y/"})")));
  EXPECT_NE(key(make("dynamodb", "BatchGetItem", R"({"RequestItems": {"a": {}}})")),
            key(make("dynamodb", "BatchGetItem", R"({"RequestItems": {"b": {}}})")));
  EXPECT_NE(key(make("s3", "CreateBucket", R"({"Bucket": "a"})")),
            key(make("s3", "GetBucketAcl", R"({"Bucket": "a"})")));
}

}  // namespace
}  // namespace aloft::endpoint
