#pragma once
// A fast 64-bit checksum against damage (not against forgers): what the pack is guarded with.

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace aloft::model {

/// Four lanes of multiply and rotate; some GB/s, so that EC2's blob costs less than its check.
inline std::uint64_t checksum(std::string_view bytes, std::uint64_t seed = 0) noexcept {
  constexpr std::uint64_t prime = 0x9e3779b97f4a7c15u;
  const auto mix = [](std::uint64_t sum, std::uint64_t word) { return std::rotl((sum ^ word) * prime, 29); };
  std::uint64_t lanes[4] = {seed ^ bytes.size(), seed + 1, seed + 2, seed + 3};
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= sizeof lanes; at += sizeof lanes, left -= sizeof lanes) {
    std::uint64_t words[4];
    std::memcpy(words, at, sizeof words);
    for (int i = 0; i < 4; ++i) lanes[i] = mix(lanes[i], words[i]);
  }
  std::uint64_t tail[4] = {};
  if (left > 0) std::memcpy(tail, at, left);
  std::uint64_t sum = prime;
  for (int i = 0; i < 4; ++i) sum = mix(mix(sum, lanes[i]), tail[i]);
  return sum ^ (sum >> 32);
}

}  // namespace aloft::model
