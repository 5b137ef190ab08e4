#pragma once
// Version 4 UUIDs (RFC 9562 §5.4), as AWS's idempotency tokens are.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace aloft::crypto {

struct uuid_text {
  std::array<char, 36> characters;
  std::string_view view() const noexcept { return {characters.data(), characters.size()}; }
};

/// Text of the UUID that these random bytes make; version and variant overwrite six of their bits.
uuid_text uuid_from(std::array<std::uint8_t, 16> random) noexcept;

/// One from the system's randomness. Throws std::runtime_error when the system gives none.
std::string make_uuid();

}  // namespace aloft::crypto
