// Signatures that AWS's documentation publishes, and the rules around them. The suite of `aloft-conformance signing`
// covers canonical requests in breadth.

#include "auth/fixtures.hpp"

#include <gtest/gtest.h>

namespace aloft {
namespace {

using namespace std::chrono_literals;

// S3 API Reference, "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk"
TEST(sigv4, s3_get_object_example) {
  auto request = test::s3_example_request("GET", "/test.txt");
  request.headers.add("Range", "bytes=0-9");
  signing_key_cache cache;
  const auto made = sign(request, test::s3_example_keys(), test::s3_example_options(), cache);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->text(), "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  EXPECT_EQ(request.headers.find("authorization"),
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  EXPECT_EQ(request.headers.find("x-amz-date"), "20130524T000000Z");
}

TEST(sigv4, s3_put_object_example) {
  auto request = test::s3_example_request("PUT", "/test%24file.text");
  request.headers.add("Date", "Fri, 24 May 2013 00:00:00 GMT");
  request.headers.add("x-amz-storage-class", "REDUCED_REDUNDANCY");
  request.body = "Welcome to Amazon S3.";
  signing_key_cache cache;
  const auto made = sign(request, test::s3_example_keys(), test::s3_example_options(), cache);
  EXPECT_EQ(made->text(), "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST(sigv4, s3_list_examples) {
  signing_key_cache cache;
  auto lifecycle = test::s3_example_request("GET", "/");
  lifecycle.query = "lifecycle";
  EXPECT_EQ(sign(lifecycle, test::s3_example_keys(), test::s3_example_options(), cache)->text(),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  auto list = test::s3_example_request("GET", "/");
  list.query = "max-keys=2&prefix=J";
  EXPECT_EQ(sign(list, test::s3_example_keys(), test::s3_example_options(), cache)->text(),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

// The same document, "Using Query Parameters"
TEST(sigv4, s3_presigned_example) {
  auto request = test::s3_example_request("GET", "/test.txt");
  auto options = test::s3_example_options();
  options.payload_hash = payload::unsigned_body;
  signing_key_cache cache;
  const auto made = presign(request, test::s3_example_keys(), options, 86400s, cache);
  EXPECT_EQ(made->text(), "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
  EXPECT_EQ(url_of(request),
            "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
            "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
            "&X-Amz-Date=20130524T000000Z&X-Amz-SignedHeaders=host&X-Amz-Expires=86400"
            "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

// IAM User Guide, "Create a signed AWS API request"
TEST(sigv4, iam_list_users_example) {
  http_request request;
  request.host = "iam.amazonaws.com";
  request.query = "Action=ListUsers&Version=2010-05-08";
  request.headers.add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
  auto options = test::example_options();
  options.service = "iam";
  signing_key_cache cache;
  EXPECT_EQ(sign(request, test::example_keys(), options, cache)->text(),
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

TEST(sigv4, signing_again_replaces_the_earlier_signature) {
  auto request = test::example_request();
  auto identity = test::example_keys();
  identity.session_token = "token";
  signing_key_cache cache;
  const auto options = test::example_options();
  const auto first = sign(request, identity, options, cache);
  const auto headers = request.headers.size();
  EXPECT_EQ(sign(request, identity, options, cache)->text(), first->text());
  EXPECT_EQ(request.headers.size(), headers);

  ASSERT_TRUE(
      sign(request, test::example_keys(), options, cache));  // keys without a token, as after a change of identity
  EXPECT_FALSE(request.headers.contains("X-Amz-Security-Token"));

  auto url = test::example_request();
  url.query = "a=b";
  const auto presigned = presign(url, identity, options, 60s, cache);
  const std::string query = url.query;
  EXPECT_EQ(presign(url, identity, options, 60s, cache)->text(), presigned->text());
  EXPECT_EQ(url.query, query);
}

TEST(sigv4, a_token_outside_the_signature_changes_nothing_else) {
  signing_key_cache cache;
  auto options = test::example_options();
  auto plain = test::example_request();
  const auto expected = sign(plain, test::example_keys(), options, cache);
  auto identity = test::example_keys();
  identity.session_token = "a+b/c=";
  options.sign_session_token = false;
  auto request = test::example_request();
  EXPECT_EQ(sign(request, identity, options, cache)->text(), expected->text());
  EXPECT_EQ(request.headers.find("x-amz-security-token"), "a+b/c=");
  auto url = test::example_request();
  ASSERT_TRUE(presign(url, identity, options, 60s, cache));
  EXPECT_NE(url.query.find("&X-Amz-Security-Token=a%2Bb%2Fc%3D&X-Amz-Signature="), std::string::npos);
}

TEST(sigv4, payload_hash_is_used_as_given) {
  signing_key_cache cache;
  auto options = test::example_options();
  options.content_sha256_header = true;
  options.payload_hash = payload::unsigned_body;
  auto request = test::example_request();
  request.body = "anything";
  ASSERT_TRUE(sign(request, test::example_keys(), options, cache));
  EXPECT_EQ(request.headers.find("x-amz-content-sha256"), "UNSIGNED-PAYLOAD");
  const auto stages = explain_signature(request, test::example_keys(), options);
  EXPECT_TRUE(stages->canonical_request.ends_with("\nUNSIGNED-PAYLOAD"));
}

TEST(bearer, is_one_header) {
  auto request = test::example_request();
  EXPECT_TRUE(sign_with_token(request, "abc.def"));
  EXPECT_EQ(request.headers.find("authorization"), "Bearer abc.def");
  for (const auto* token : {"", "a b", "a\r\nb", "\xc3\xa9"}) {
    const auto made = sign_with_token(request, token);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind(), error_kind::credentials);
  }
}

}  // namespace
}  // namespace aloft
