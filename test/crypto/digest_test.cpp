#include "crypto/digest.hpp"

#include "crypto/hex.hpp"
#include "crypto/hmac.hpp"
#include "crypto/tree_hash.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

namespace aloft::crypto {
namespace {

TEST(digest, known_values) {
  EXPECT_EQ(to_hex(sha256("").view()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc").view()), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha1("abc").view()), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(to_hex(md5("abc").view()), "900150983cd24fb0d6963f7d28e17f72");
}

TEST(tree_hash, of_mebibytes_and_parts_of_them) {
  // Values of botocore.
  const auto of = [](std::size_t size) {
    tree_hash hash;
    const std::string piece(700'000, 'a');
    for (std::size_t left = size; left > 0; left -= std::min(left, piece.size()))
      hash.update(std::string_view{piece}.substr(0, left));
    return to_hex(hash.finish().view());
  };
  EXPECT_EQ(of(0), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(of(1 << 20), "9bc1b2a288b26af7257a36277ae3816a7d4f16e89c1e7e77d0a5c48bad62b360");
  EXPECT_EQ(of((3 << 20) + 1), "8ff269de065159dd842ef43ebb9d78a56e8e901672190884df6574b6f3f77b69");
  EXPECT_EQ(of(5 << 20), "1ca676a2caf9791fcf24580c2c6f9b051ebbf689720da6ff8c41f2d01cdde5ea");
}

TEST(digest, in_pieces_equals_in_one) {
  const std::string message(1000, 'x');
  for (const std::size_t piece : {1, 7, 63, 64, 65, 999}) {
    digest sum{digest_algorithm::sha256};
    for (std::size_t at = 0; at < message.size(); at += piece) sum.update(std::string_view{message}.substr(at, piece));
    sha256_value value;
    sum.finish(value.bytes.data());
    EXPECT_EQ(value, sha256(message));
  }
}

TEST(digest, starts_over_after_finish_and_reset_and_can_be_copied_midway) {
  digest sum{digest_algorithm::sha256};
  sum.update("garbage");
  sum.reset();
  sum.update("a");
  digest fork{sum};
  digest assigned{digest_algorithm::md5};
  assigned = sum;
  sha256_value value;
  for (digest* each : {&sum, &fork, &assigned})
    for (const auto* rest : {"bc", "abc"}) {  // the second message begins anew
      each->update(rest);
      each->finish(value.bytes.data());
      EXPECT_EQ(value, sha256("abc"));
    }
}

// RFC 4231 §4.2, 4.3, 4.7 (a key longer than a block)
TEST(hmac, known_values) {
  EXPECT_EQ(to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There").view()),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?").view()),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(
      to_hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First").view()),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(hmac, one_key_serves_many_threads) {
  const hmac_key key{"secret"};
  const sha256_value expected = key.sign("message");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      digest scratch{digest_algorithm::sha256};
      for (int round = 0; round < 200; ++round) EXPECT_EQ(key.sign("message", scratch), expected);
    });
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace aloft::crypto
