// The aws-chunked coding as the embedded S3 reads it, against the library's own encoder.

#include "auth/chunk_encoder.hpp"
#include "local/s3/chunk_decoder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace aloft::local::s3 {
namespace {

struct recorder final : chunk_listener {
  std::string data;
  std::vector<std::string> signatures;
  std::vector<std::pair<std::string, std::string>> trailers;

  void bytes(std::string_view piece) override { data += piece; }
  void chunk_ended(std::string_view signature) override { signatures.emplace_back(signature); }
  void trailer(std::string_view name, std::string_view value) override { trailers.emplace_back(name, value); }
};

recorder decoded(std::string_view text, std::size_t piece, chunk_decoder& with) {
  recorder seen;
  for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) with.feed(text.substr(0, piece), seen);
  return seen;
}

TEST(s3_chunks, what_the_encoder_writes_in_any_pieces) {
  const std::string body(20'000, 'x');
  auth::chunk_encoder encoder{std::nullopt, {.chunk_size = 8192, .trailer = crypto::checksum_algorithm::crc32c}};
  std::string text;
  encoder.feed(body, text);
  encoder.finish(text);
  for (const std::size_t piece : {1, 2, 7, 8192, 100'000}) {
    chunk_decoder decoder;
    const auto seen = decoded(text, piece, decoder);
    EXPECT_TRUE(decoder.complete()) << decoder.failure();
    EXPECT_EQ(seen.data, body);
    EXPECT_EQ(seen.signatures.size(), 4u);
    ASSERT_EQ(seen.trailers.size(), 1u);
    EXPECT_EQ(seen.trailers[0].first, "x-amz-checksum-crc32c");
  }
}

TEST(s3_chunks, signatures_and_signed_trailers) {
  chunk_decoder decoder;
  const auto seen = decoded(
      "3;chunk-signature=ab\r\nabc\r\n0;chunk-signature=cd\r\nx-amz-checksum-crc32: AAAA \r\n"
      "x-amz-trailer-signature:ef\r\n\r\n",
      5, decoder);
  EXPECT_TRUE(decoder.complete());
  EXPECT_EQ(seen.data, "abc");
  EXPECT_EQ(seen.signatures, (std::vector<std::string>{"ab", "cd"}));
  EXPECT_EQ(seen.trailers, (std::vector<std::pair<std::string, std::string>>{{"x-amz-checksum-crc32", "AAAA"},
                                                                             {"x-amz-trailer-signature", "ef"}}));
}

TEST(s3_chunks, what_is_malformed_is_told) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"x\r\n", "a chunk's size is no hexadecimal number"},
      {"\r\n", "a chunk's size is no hexadecimal number"},
      {"11111111111111111\r\n", "a chunk's size is no hexadecimal number"},
      {"3\nabc", "a line does not end with CR LF"},
      {"3\r\nabcd\r\n", "a chunk is longer than its size"},
      {"0\r\nno colon\r\n", "a trailer has no name"},
      {"0\r\n\r\nmore", "there are bytes behind the last chunk"},
  };
  for (const auto& [text, why] : cases) {
    chunk_decoder decoder;
    decoded(text, 3, decoder);
    EXPECT_EQ(decoder.failure(), why) << text;
    EXPECT_FALSE(decoder.complete());
  }
  chunk_decoder endless;
  decoded(std::string(20'000, '1'), 100, endless);
  EXPECT_EQ(endless.failure(), "a line is too long");
  chunk_decoder cut;
  decoded("3\r\nab", 100, cut);
  EXPECT_FALSE(cut.complete());
  EXPECT_EQ(cut.failure(), "");
}

}  // namespace
}  // namespace aloft::local::s3
