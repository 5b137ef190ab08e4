#include "auth/chunk_encoder.hpp"

#include "auth/fixtures.hpp"

#include <gtest/gtest.h>

namespace aloft::auth {
namespace {

struct upload {
  std::string seed;
  std::string wire;
  http_request request;
};

// Encodes `body` fed in pieces, as S3's documentation puts its example object.
upload encode(std::string_view body, bool signed_chunks, const chunk_options& chunks, std::size_t piece) {
  upload made;
  made.request.method = "PUT";
  made.request.host = "s3.amazonaws.com";
  made.request.path = "/examplebucket/chunkObject.txt";
  made.request.headers.add("x-amz-storage-class", "REDUCED_REDUNDANCY");
  announce_chunks(made.request, signed_chunks, chunks, body.size());
  auto options = test::s3_example_options();
  options.payload_hash = payload_hash_of(signed_chunks, chunks);
  if (chunks.trailer) options.unsigned_headers = {"Content-Length"};  // as the example has it
  signing_key_cache cache;
  const auto seed = sign(made.request, test::s3_example_keys(), options, cache);
  made.seed = seed->text();
  std::optional<chain_signer> signer;
  if (signed_chunks) signer.emplace(test::s3_example_keys(), options, *seed, cache);
  chunk_encoder encoder{std::move(signer), chunks};
  for (std::size_t at = 0; at < body.size(); at += piece) encoder.feed(body.substr(at, piece), made.wire);
  encoder.finish(made.wire);
  return made;
}

// S3 API Reference, "Signature Calculations for the Authorization Header: Transferring Payload in Multiple Chunks"
TEST(chunk_encoder, signed_chunks_example) {
  const std::string body(66'560, 'a');
  for (const std::size_t piece : {1'000, 65'536, 66'560}) {
    const upload made = encode(body, true, {}, piece);
    EXPECT_EQ(made.request.headers.find("content-length"), "66824");
    EXPECT_EQ(made.seed, "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
    EXPECT_EQ(made.wire,
              "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n" +
                  std::string(65'536, 'a') +
                  "\r\n400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n" +
                  std::string(1'024, 'a') +
                  "\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n");
    EXPECT_EQ(made.wire.size(), 66'824u);
  }
}

// The same, "Transferring Payload in Multiple Chunks With Trailing Headers"
TEST(chunk_encoder, signed_trailer_example) {
  const upload made = encode(std::string(66'560, 'a'), true, {.trailer = crypto::checksum_algorithm::crc32c}, 7'777);
  EXPECT_EQ(made.seed, "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e");
  EXPECT_NE(made.wire.find("b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2"), std::string::npos);
  EXPECT_NE(made.wire.find("1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7"), std::string::npos);
  EXPECT_TRUE(made.wire.ends_with(
      "\r\n0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n"
      "x-amz-checksum-crc32c:sOO8/Q==\r\n"
      "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n"));
}

TEST(chunk_encoder, unsigned_trailer) {
  const upload made = encode("Hello world", false, {.chunk_size = 8, .trailer = crypto::checksum_algorithm::crc32}, 3);
  EXPECT_EQ(made.wire, "8\r\nHello wo\r\n3\r\nrld\r\n0\r\nx-amz-checksum-crc32:i9aeUg==\r\n\r\n");
  EXPECT_EQ(made.request.headers.find("x-amz-content-sha256"), "STREAMING-UNSIGNED-PAYLOAD-TRAILER");
  EXPECT_EQ(made.request.headers.find("x-amz-trailer"), "x-amz-checksum-crc32");
  EXPECT_EQ(made.request.headers.find("x-amz-decoded-content-length"), "11");
}

TEST(chunk_encoder, size_is_known_ahead) {
  using enum crypto::checksum_algorithm;
  for (const std::size_t size : {0, 1, 15, 16, 17, 31, 32, 33, 255, 256, 4'096})
    for (const bool signed_chunks : {false, true})
      for (const auto& trailer :
           {std::optional<crypto::checksum_algorithm>{}, {crc32}, {crc64nvme}, {sha1}, {sha256}}) {
        const chunk_options chunks{.chunk_size = 16, .trailer = trailer};
        const upload made = encode(std::string(size, 'x'), signed_chunks, chunks, 5);
        EXPECT_EQ(made.wire.size(), encoded_size(size, signed_chunks, chunks)) << size;
      }
}

TEST(announce_chunks, keeps_a_coding_that_is_there_and_states_no_length_that_is_not_known) {
  http_request request;
  request.headers.add("Content-Encoding", "gzip");
  announce_chunks(request, true, {}, std::nullopt);
  EXPECT_EQ(request.headers.find("content-encoding"), "aws-chunked,gzip");
  EXPECT_FALSE(request.headers.contains("content-length"));
  EXPECT_FALSE(request.headers.contains("x-amz-decoded-content-length"));
  EXPECT_FALSE(request.headers.contains("x-amz-trailer"));
}

}  // namespace
}  // namespace aloft::auth
