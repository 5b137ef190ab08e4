#pragma once
// The check of two texts one after the other, from the checks of each: what makes a checksum of a whole object out of
// those of its parts. Takes time in the logarithm of the second one's size.

#include "crypto/checksum.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace aloft::crypto {

std::uint32_t combine_crc32(std::uint32_t first, std::uint32_t second, std::uint64_t second_size) noexcept;
std::uint32_t combine_crc32c(std::uint32_t first, std::uint32_t second, std::uint64_t second_size) noexcept;
std::uint64_t combine_crc64nvme(std::uint64_t first, std::uint64_t second, std::uint64_t second_size) noexcept;

/// True for the algorithms whose checksums can be combined: the three CRCs.
constexpr bool combines(checksum_algorithm algorithm) noexcept {
  return algorithm == checksum_algorithm::crc32 || algorithm == checksum_algorithm::crc32c ||
         algorithm == checksum_algorithm::crc64nvme;
}

/// The same of raw bytes as checksum::finish() gives them; `first` may be "", the checksum of nothing. Both must be of
/// the algorithm's size, and the algorithm must combine.
std::string combine(checksum_algorithm algorithm, std::string_view first, std::string_view second,
                    std::uint64_t second_size);

}  // namespace aloft::crypto
