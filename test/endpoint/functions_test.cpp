#include "endpoint/rule_functions.hpp"

#include <boost/json/value.hpp>

#include <gtest/gtest.h>

namespace aloft::endpoint {
namespace {

TEST(ParseUrl, TakesSchemeAuthorityAndPathApart) {
  const auto url = parse_url("https://example.com:8443/a/b");
  EXPECT_EQ(url.at("scheme"), "https");
  EXPECT_EQ(url.at("authority"), "example.com:8443");
  EXPECT_EQ(url.at("path"), "/a/b");
  EXPECT_EQ(url.at("normalizedPath"), "/a/b/");
  EXPECT_FALSE(url.at("isIp").as_bool());
}

TEST(ParseUrl, KnowsAddresses) {
  EXPECT_TRUE(parse_url("http://127.0.0.1:4566").at("isIp").as_bool());
  EXPECT_TRUE(parse_url("http://[::1]:4566/").at("isIp").as_bool());
  EXPECT_FALSE(parse_url("http://256.0.0.1").at("isIp").as_bool());
  EXPECT_FALSE(parse_url("http://1.2.3").at("isIp").as_bool());
}

TEST(ParseUrl, RefusesWhatIsNoEndpoint) {
  for (const char* text :
       {"", "example.com", "ftp://example.com", "https://", "https://a?b", "https://a#b", "https:///x"})
    EXPECT_TRUE(parse_url(text).is_null()) << text;
}

TEST(ParseArn, SplitsTheResourceAtColonsAndSlashes) {
  const auto arn = parse_arn("arn:aws:s3:us-west-2:123456789012:accesspoint:my/thing");
  EXPECT_EQ(arn.at("region"), "us-west-2");
  EXPECT_EQ(arn.at("accountId"), "123456789012");
  EXPECT_EQ(arn.at("resourceId"), (boost::json::array{"accesspoint", "my", "thing"}));
}

TEST(ParseArn, RegionAndAccountMayBeEmptyTheRestNot) {
  EXPECT_FALSE(parse_arn("arn:aws:s3:::bucket").is_null());
  for (const char* text : {"", "arn", "arn:aws:s3:::", "arn::s3:::bucket", "arn:aws::::bucket", "nra:aws:s3:::bucket",
                           "arn:aws:s3::bucket"})
    EXPECT_TRUE(parse_arn(text).is_null()) << text;
}

TEST(Substring, CutsFromEitherEnd) {
  EXPECT_EQ(substring("abcdef", 0, 2, false), "ab");
  EXPECT_EQ(substring("abcdef", 0, 2, true), "ef");
  EXPECT_EQ(substring("abcdef", 2, 4, true), "cd");
}

TEST(Substring, IsUnsetOutsideTheTextAndForMoreThanAscii) {
  EXPECT_TRUE(substring("abc", 0, 4, false).is_null());
  EXPECT_TRUE(substring("abc", 2, 2, false).is_null());
  EXPECT_TRUE(substring("abc", -1, 2, false).is_null());
  EXPECT_TRUE(substring("äbc", 0, 2, false).is_null());
}

TEST(Split, StopsAtItsLimit) {
  EXPECT_EQ(split("a--b--c", "--", 0), (boost::json::array{"a", "b", "c"}));
  EXPECT_EQ(split("a--b--c", "--", 2), (boost::json::array{"a", "b--c"}));
  EXPECT_EQ(split("", "--", 0), (boost::json::array{""}));
}

TEST(HostLabel, FollowsRfc1123) {
  EXPECT_TRUE(is_valid_host_label("us-east-1", false));
  EXPECT_FALSE(is_valid_host_label("a.b", false));
  EXPECT_TRUE(is_valid_host_label("a.b", true));
  for (const char* text : {"", "-a", "a-", "a_b", "a b", "a\nb"})
    EXPECT_FALSE(is_valid_host_label(text, false)) << text;
  EXPECT_FALSE(is_valid_host_label("a..b", true));
  EXPECT_TRUE(is_valid_host_label(std::string(63, 'a'), false));
  EXPECT_FALSE(is_valid_host_label(std::string(64, 'a'), false));
}

TEST(BucketName, IsVirtualHostableWhenItIsAPlainLowerCaseHostName) {
  EXPECT_TRUE(is_virtual_hostable_bucket("my-bucket", false));
  EXPECT_FALSE(is_virtual_hostable_bucket("my.bucket", false));
  EXPECT_TRUE(is_virtual_hostable_bucket("my.bucket", true));
  for (const char* name : {"ab", "MyBucket", "10.0.0.1", "my_bucket", ""})
    EXPECT_FALSE(is_virtual_hostable_bucket(name, true)) << name;
}

}  // namespace
}  // namespace aloft::endpoint
