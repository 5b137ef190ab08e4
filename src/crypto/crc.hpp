#pragma once
// The cyclic redundancy checks of AWS's flexible checksums and of event-stream frames. Each function continues from
// the check of what came before; start with 0. Hardware instructions are used where the machine has them.

#include <cstdint>
#include <string_view>

namespace aloft::crypto {

std::uint32_t crc32(std::uint32_t before, std::string_view bytes) noexcept;      ///< IEEE 802.3, as in zlib
std::uint32_t crc32c(std::uint32_t before, std::string_view bytes) noexcept;     ///< Castagnoli, RFC 3720
std::uint64_t crc64nvme(std::uint64_t before, std::string_view bytes) noexcept;  ///< NVM Express, reflected, inverted

}  // namespace aloft::crypto
