#include "auth/signing_key.hpp"

#include "auth/fixtures.hpp"
#include "auth/sigv4a.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <vector>

namespace aloft {
namespace {

TEST(signing_key_cache, gives_the_same_key_until_something_it_depends_on_changes) {
  signing_key_cache cache;
  auto identity = test::example_keys();
  const auto key = cache.keys().sigv4(identity, "20150830", "us-east-1", "ec2");
  EXPECT_EQ(cache.keys().sigv4(identity, "20150830", "us-east-1", "ec2"), key);
  EXPECT_NE(cache.keys().sigv4(identity, "20150831", "us-east-1", "ec2"), key);
  EXPECT_NE(cache.keys().sigv4(identity, "20150830", "us-east-2", "ec2"), key);
  EXPECT_NE(cache.keys().sigv4(identity, "20150830", "us-east-1", "s3"), key);
  identity.secret_access_key += 'x';  // a rotated secret under the same id
  EXPECT_NE(cache.keys().sigv4(identity, "20150830", "us-east-1", "ec2"), key);
}

TEST(signing_key_cache, kept_and_fresh_keys_sign_alike) {
  signing_key_cache cache;
  const auto identity = test::example_keys();
  for (int round = 0; round < 3; ++round)
    for (int i = 0; i < 1000; ++i) {
      const std::string region = "region-" + std::to_string(i % (round == 0 ? 1000 : 20));
      const auto kept = cache.keys().sigv4(identity, "20150830", region, "ec2");
      if (i % 50 != 0) continue;
      const auto fresh = auth::derive_signing_key(identity.secret_access_key, "20150830", region, "ec2");
      EXPECT_EQ(kept->sign("text"), fresh.sign("text"));
    }
}

TEST(signing_key_cache, keeps_the_keys_of_all_regions_of_a_service) {
  signing_key_cache cache;
  const auto identity = test::example_keys();
  std::set<std::shared_ptr<const crypto::hmac_key>> keys;
  const auto ask_all = [&] {
    for (int i = 0; i < 40; ++i)
      keys.insert(cache.keys().sigv4(identity, "20150830", "region-" + std::to_string(i), "ec2"));
  };
  ask_all();
  ask_all();
  EXPECT_EQ(keys.size(), 40u);
}

TEST(signing_key_cache, serves_many_threads) {
  signing_key_cache cache;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&cache, t] {
      const auto identity = test::example_keys();
      for (int i = 0; i < 300; ++i) {
        auto request = test::example_request();
        auto options = test::example_options();
        options.region = "region-" + std::to_string((i + t) % 7);
        options.algorithm = i % 50 == 0 ? signing_algorithm::sigv4a : signing_algorithm::sigv4;
        EXPECT_TRUE(sign(request, identity, options, cache));
      }
    });
  for (auto& thread : threads) thread.join();
}

TEST(signing_key_cache, forgets_old_ecdsa_keys_and_makes_them_again) {
  signing_key_cache cache;
  auto identity = test::example_keys();
  const auto first = cache.keys().sigv4a(identity);
  ASSERT_TRUE(first);
  EXPECT_EQ(*cache.keys().sigv4a(identity), *first);
  for (int i = 0; i < 17; ++i) {
    identity.access_key_id = "ID" + std::to_string(i);
    ASSERT_TRUE(cache.keys().sigv4a(identity));
  }
  const auto again = cache.keys().sigv4a(test::example_keys());
  EXPECT_NE(*again, *first);
  EXPECT_EQ((*again)->public_key(), (*first)->public_key());
}

}  // namespace
}  // namespace aloft
