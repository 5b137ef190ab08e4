#include "auth/chain_signer.hpp"

#include "auth/fixtures.hpp"
#include "auth/signing_key.hpp"
#include "crypto/hex.hpp"

#include <gtest/gtest.h>

namespace aloft::auth {
namespace {

using namespace std::chrono_literals;

std::string digest_text(std::string_view bytes) { return crypto::to_hex(crypto::sha256(bytes).view()); }

// The string to sign as the Transcribe Developer Guide ("Setting up a streaming transcription") lays it out.
std::string expected_event(std::string_view previous, std::string_view time, std::string_view encoded_date,
                           std::string_view payload) {
  const std::string day{time.substr(0, 8)};
  const auto key = derive_signing_key(test::example_keys().secret_access_key, day, "us-east-1", "transcribe");
  const std::string text = "AWS4-HMAC-SHA256-PAYLOAD\n" + std::string{time} + '\n' + day +
                           "/us-east-1/transcribe/aws4_request\n" + std::string{previous} + '\n' +
                           digest_text(encoded_date) + '\n' + digest_text(payload);
  return crypto::to_hex(key.sign(text).view());
}

TEST(chain_signer, events_follow_from_each_other_and_from_their_own_time) {
  auto options = test::example_options();
  options.service = "transcribe";
  signing_key_cache cache;
  const signature seed{std::string(64, '0')};
  chain_signer signer{test::example_keys(), options, seed, cache};

  std::string date{"\x05:date\x08", 7};
  date += *crypto::from_hex("0000014f7e9b71fb");
  const auto first = crypto::to_hex(signer.sign_event("one", test::at(0) + 1440938160635ms).view());
  EXPECT_EQ(first, expected_event(seed.text(), "20150830T123600Z", date, "one"));

  std::string next_day{"\x05:date\x08", 7};
  next_day += *crypto::from_hex("0000014f81c21f80");
  const auto second = crypto::to_hex(signer.sign_event("", test::at(0) + 1440991027072ms).view());
  EXPECT_EQ(second, expected_event(first, "20150831T031707Z", next_day, ""));
}

}  // namespace
}  // namespace aloft::auth
