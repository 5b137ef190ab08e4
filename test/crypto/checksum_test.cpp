#include "crypto/checksum.hpp"

#include <aloft/base64.hpp>

#include <gtest/gtest.h>

namespace aloft::crypto {
namespace {

using enum checksum_algorithm;

// Of "Hello world" by the reference implementations of each algorithm.
TEST(checksum, header_text) {
  EXPECT_EQ(checksum_text(crc32, "Hello world"), "i9aeUg==");
  EXPECT_EQ(checksum_text(crc32c, "Hello world"), "crUfeA==");
  EXPECT_EQ(checksum_text(crc64nvme, "Hello world"), "OOJZ0D8xKts=");
  EXPECT_EQ(checksum_text(sha1, "Hello world"), "e1AsOh9IyGCa4hLN+2Od7jlnP14=");
  EXPECT_EQ(checksum_text(sha256, "Hello world"), "ZOyIygCyaOW6GjVnihtTFtIS9PNmskdyMlNKiuyjfzw=");
  EXPECT_EQ(checksum_text(md5, "Hello world"), "PiWWCnnbxptnTNTsZ6csYg==");
}

TEST(checksum, names_headers_and_sizes) {
  for (const auto algorithm : {crc32, crc32c, crc64nvme, sha1, sha256, md5}) {
    EXPECT_EQ(checksum_named(name_of(algorithm)), algorithm);
    checksum sum{algorithm};
    EXPECT_EQ(sum.finish().size(), size_of(algorithm));
    sum.update("Hello ");
    sum.update("world");
    EXPECT_EQ(sum.finish_text(), checksum_text(algorithm, "Hello world"));
    sum.update("Hello world");  // finish starts over
    EXPECT_EQ(sum.finish_text(), checksum_text(algorithm, "Hello world"));
  }
  EXPECT_EQ(checksum_named("sha256"), sha256);
  EXPECT_EQ(checksum_named("SHA512"), std::nullopt);
  EXPECT_EQ(header_of(crc64nvme), "x-amz-checksum-crc64nvme");
}

}  // namespace
}  // namespace aloft::crypto
