#include "auth/sigv4a.hpp"

#include "auth/fixtures.hpp"

#include <gtest/gtest.h>

namespace aloft {
namespace {

using namespace std::chrono_literals;

// The pair that the published test data of SigV4a derives from the example keys.
TEST(sigv4a, derives_the_key_pair_of_the_example) {
  const auto key = auth::ecdsa_key::derive("AKIDEXAMPLE", test::example_keys().secret_access_key);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->public_key(),
            "b6618f6a65740a99e650b33b6b4b5bd0d43b176d721a3edfea7e7d2d56d936b1"
            "865ed22a7eadc9c5cb9d2cbaca1b3699139fedc5043dc6661864218330c8e518");
}

TEST(sigv4a, signatures_are_verified_and_tell_texts_apart) {
  const auto key = auth::ecdsa_key::derive("id", "secret");
  const auto made = key->sign("text");
  ASSERT_TRUE(made);
  EXPECT_TRUE(key->verify("text", *made));
  EXPECT_FALSE(key->verify("texT", *made));
  EXPECT_FALSE(auth::ecdsa_key::derive("id", "Secret")->verify("text", *made));
  for (const auto* bad : {"", "zz", "30", "3006020101020101"}) EXPECT_FALSE(key->verify("text", bad)) << bad;
}

TEST(sigv4a, adds_the_region_set) {
  signing_key_cache cache;
  auto options = test::example_options();
  options.algorithm = signing_algorithm::sigv4a;
  options.region = "us-east-1,eu-*";
  auto request = test::example_request();
  ASSERT_TRUE(sign(request, test::example_keys(), options, cache));
  EXPECT_EQ(request.headers.find("x-amz-region-set"), "us-east-1,eu-*");
  EXPECT_TRUE(request.headers.find("authorization")
                  ->starts_with("AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/20150830/service/aws4_request, "
                                "SignedHeaders=host;x-amz-date;x-amz-region-set, Signature=30"));
  auto url = test::example_request();
  ASSERT_TRUE(presign(url, test::example_keys(), options, 60s, cache));
  EXPECT_NE(url.query.find("X-Amz-Region-Set=us-east-1%2Ceu-%2A"), std::string::npos);
}

}  // namespace
}  // namespace aloft
