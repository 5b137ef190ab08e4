#include "crypto/crc.hpp"

#include "crypto/crc_engine.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace aloft::crypto {
namespace {

// "Check" values of the catalogue of parametrised CRC algorithms.
TEST(crc, check_values) {
  EXPECT_EQ(crc32(0, "123456789"), 0xcbf43926u);
  EXPECT_EQ(crc32c(0, "123456789"), 0xe3069283u);
  EXPECT_EQ(crc64nvme(0, "123456789"), 0xae8b14860a799888u);
  EXPECT_EQ(crc32(0, ""), 0u);
}

TEST(crc, check_values_of_the_portable_versions) {
  EXPECT_EQ(~detail::portable_crc32(~0u, "123456789"), 0xcbf43926u);
  EXPECT_EQ(~detail::portable_crc32c(~0u, "123456789"), 0xe3069283u);
  EXPECT_EQ(~detail::portable_crc64nvme(~std::uint64_t{0}, "123456789"), 0xae8b14860a799888u);
}

TEST(crc, this_machines_version_agrees_with_the_portable_one_for_every_length) {
  std::mt19937 random{7};
  std::string bytes(1024, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    const std::string_view part = std::string_view{bytes}.substr(bytes.size() - size);
    EXPECT_EQ(crc32(0, part), ~detail::portable_crc32(~0u, part)) << size;
    EXPECT_EQ(crc32c(0, part), ~detail::portable_crc32c(~0u, part)) << size;
    EXPECT_EQ(crc64nvme(0, part), ~detail::portable_crc64nvme(~std::uint64_t{0}, part)) << size;
  }
}

TEST(crc, continues_from_what_came_before) {
  std::mt19937 random{8};
  std::string bytes(700, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  for (std::size_t cut = 0; cut <= bytes.size(); cut += 13) {
    const std::string_view front = std::string_view{bytes}.substr(0, cut), back = std::string_view{bytes}.substr(cut);
    EXPECT_EQ(crc32(crc32(0, front), back), crc32(0, bytes));
    EXPECT_EQ(crc32c(crc32c(0, front), back), crc32c(0, bytes));
    EXPECT_EQ(crc64nvme(crc64nvme(0, front), back), crc64nvme(0, bytes));
  }
}

}  // namespace
}  // namespace aloft::crypto
