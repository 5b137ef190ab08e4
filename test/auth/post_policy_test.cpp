#include "aloft/post_policy.hpp"

#include <aloft/base64.hpp>
#include "auth/fixtures.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace aloft {
namespace {

using namespace std::chrono_literals;

signing_options options_of(std::int64_t seconds) {
  auto options = test::s3_example_options();
  options.time = test::at(seconds);
  return options;
}

// S3 API Reference, "Example: Browser-Based Upload using HTTP POST (Using AWS Signature Version 4)"
TEST(post_policy, documented_example) {
  const std::string text =
      "{ \"expiration\": \"2015-12-30T12:00:00.000Z\",\r\n  \"conditions\": [\r\n    {\"bucket\": "
      "\"sigv4examplebucket\"},\r\n    [\"starts-with\", \"$key\", \"user/user1/\"],\r\n    {\"acl\": "
      "\"public-read\"},\r\n    {\"success_action_redirect\": "
      "\"http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html\"},\r\n    [\"starts-with\", "
      "\"$Content-Type\", \"image/\"],\r\n    {\"x-amz-meta-uuid\": \"14365123651274\"},\r\n    "
      "{\"x-amz-server-side-encryption\": \"AES256\"},\r\n    [\"starts-with\", \"$x-amz-meta-tag\", \"\"],\r\n\r\n    "
      "{\"x-amz-credential\": \"AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request\"},\r\n    "
      "{\"x-amz-algorithm\": \"AWS4-HMAC-SHA256\"},\r\n    {\"x-amz-date\": \"20151229T000000Z\" }\r\n  ]\r\n}";
  signing_key_cache cache;
  const auto made = sign_policy_text(to_base64(text), test::s3_example_keys(), options_of(1451347200), cache);
  EXPECT_EQ(made->text(), "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e");
}

TEST(post_policy, states_every_field_of_the_form) {
  post_policy policy;
  policy.bucket = "b";
  policy.key = "uploads/\"x\"/${filename}";
  policy.max_size = 1000;
  policy.fields = {{"acl", "private"}};
  policy.prefixes = {{"Content-Type", "image/"}};
  auto identity = test::s3_example_keys();
  identity.session_token = "tok";
  signing_key_cache cache;
  const auto options = options_of(1451347200);
  const auto form = sign_post_policy(policy, identity, options, cache);
  ASSERT_TRUE(form);
  const auto field = [&](std::string_view name) {
    const auto at = std::find_if(form->begin(), form->end(), [&](const auto& f) { return f.first == name; });
    return at == form->end() ? std::string{} : at->second;
  };
  EXPECT_EQ(field("key"), policy.key);
  EXPECT_EQ(
      from_base64(field("policy")),
      R"({"expiration":"2015-12-29T01:00:00Z","conditions":[{"bucket":"b"},["starts-with","$key","uploads/\"x\"/"],)"
      R"({"acl":"private"},{"x-amz-algorithm":"AWS4-HMAC-SHA256"},)"
      R"({"x-amz-credential":"AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},)"
      R"({"x-amz-date":"20151229T000000Z"},{"x-amz-security-token":"tok"},["starts-with","$Content-Type","image/"],)"
      R"(["content-length-range",0,1000]]})");
  EXPECT_EQ(field("x-amz-signature"), sign_policy_text(field("policy"), identity, options, cache)->text());
}

TEST(post_policy, a_prefix_stands_for_the_key) {
  post_policy policy;
  policy.bucket = "b";
  policy.key_prefix = "uploads/of/users/";
  signing_key_cache cache;
  const auto form = sign_post_policy(policy, test::s3_example_keys(), options_of(0), cache);
  ASSERT_TRUE(form);
  EXPECT_EQ(form->front(), (std::pair<std::string, std::string>{"key", "uploads/of/users/${filename}"}));
}

TEST(post_policy, refuses_what_cannot_be) {
  post_policy good;
  good.bucket = "b";
  good.key = "k";
  signing_key_cache cache;
  const auto code = [&](auto change) {
    post_policy policy = good;
    change(policy);
    const auto made = sign_post_policy(policy, test::s3_example_keys(), options_of(0), cache);
    return made ? std::string{} : made.error().code();
  };
  EXPECT_EQ(code([](post_policy&) {}), "");
  EXPECT_EQ(code([](post_policy& p) { p.bucket.clear(); }), "InvalidSigningOption");
  EXPECT_EQ(code([](post_policy& p) { p.key.clear(); }), "InvalidSigningOption");
  EXPECT_EQ(code([](post_policy& p) { p.key_prefix = "x"; }), "InvalidSigningOption");
  EXPECT_EQ(code([](post_policy& p) { p.lifetime = 0s; }), "InvalidSigningOption");
  EXPECT_EQ(code([](post_policy& p) { p.lifetime = 604'801s; }), "InvalidSigningOption");
  EXPECT_EQ(code([](post_policy& p) { p.min_size = 2, p.max_size = 1; }), "InvalidSigningOption");
}

}  // namespace
}  // namespace aloft
