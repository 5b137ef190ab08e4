#include "crypto/crc_combine.hpp"

#include "crypto/crc.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace aloft::crypto {
namespace {

TEST(crc_combine, halves_give_the_whole_wherever_the_cut_is) {
  std::mt19937 random{11};
  std::string bytes(3001, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  const std::string_view whole = bytes;
  for (const auto algorithm : {checksum_algorithm::crc32, checksum_algorithm::crc32c, checksum_algorithm::crc64nvme}) {
    ASSERT_TRUE(combines(algorithm));
    const auto raw = [&](std::string_view text) {
      checksum sum{algorithm};
      sum.update(text);
      return sum.finish();
    };
    for (const std::size_t cut : {0, 1, 7, 8, 1024, 2999, 3000, 3001}) {
      const auto first = whole.substr(0, cut), second = whole.substr(cut);
      EXPECT_EQ(combine(algorithm, raw(first), raw(second), second.size()), raw(whole)) << cut;
    }
    EXPECT_EQ(combine(algorithm, "", raw(whole), whole.size()), raw(whole));
  }
  EXPECT_FALSE(combines(checksum_algorithm::sha256));
}

TEST(crc_combine, sizes_beyond_32_bits) {
  // Zeros in front of a text: 2^33 of them at once, or as many by doubling.
  std::uint64_t zeros = crc64nvme(0, std::string(1, '\0'));
  for (std::uint64_t size = 1; size < std::uint64_t{1} << 33; size *= 2) zeros = combine_crc64nvme(zeros, zeros, size);
  const auto text = crc64nvme(0, "text");
  const auto one_way = combine_crc64nvme(text, zeros, std::uint64_t{1} << 33);
  const auto half = std::uint64_t{1} << 32;
  std::uint64_t half_zeros = crc64nvme(0, std::string(1, '\0'));
  for (std::uint64_t size = 1; size < half; size *= 2) half_zeros = combine_crc64nvme(half_zeros, half_zeros, size);
  const auto other_way = combine_crc64nvme(combine_crc64nvme(text, half_zeros, half), half_zeros, half);
  EXPECT_EQ(one_way, other_way);
}

}  // namespace
}  // namespace aloft::crypto
