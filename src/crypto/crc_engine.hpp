#pragma once
// What the portable and the accelerated CRCs share. All three checks are reflected: bit 0 of a register stands for the
// highest power. A register here is the raw remainder, without the inversions before and after.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace aloft::crypto::detail {

// Reflected generator polynomials.
inline constexpr std::uint32_t crc32_polynomial = 0xedb88320;
inline constexpr std::uint32_t crc32c_polynomial = 0x82f63b78;
inline constexpr std::uint64_t crc64nvme_polynomial = 0x9a6c9329ac4bc9b5;

/// tables[k][b]: the remainder of byte b followed by k zero bytes.
template <class Register>
using crc_tables = std::array<std::array<Register, 256>, 8>;

template <class Register>
constexpr crc_tables<Register> make_crc_tables(Register polynomial) noexcept {
  crc_tables<Register> tables{};
  for (unsigned byte = 0; byte < 256; ++byte) {
    Register rest = byte;
    for (int bit = 0; bit < 8; ++bit) rest = (rest >> 1) ^ (rest & 1 ? polynomial : 0);
    tables[0][byte] = rest;
  }
  for (std::size_t k = 1; k < 8; ++k)
    for (std::size_t byte = 0; byte < 256; ++byte)
      tables[k][byte] = (tables[k - 1][byte] >> 8) ^ tables[0][tables[k - 1][byte] & 0xff];
  return tables;
}

constexpr std::uint64_t load_little(const char* at) noexcept {
  std::uint64_t word = 0;
  for (int i = 7; i >= 0; --i) word = word << 8 | static_cast<unsigned char>(at[i]);
  return word;
}

/// Eight bytes a step, by eight lookups that do not wait for each other.
template <class Register>
Register crc_by_tables(const crc_tables<Register>& tables, Register rest, std::string_view bytes) noexcept {
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 8; at += 8, left -= 8) {
    const std::uint64_t word = load_little(at) ^ rest;
    rest = 0;
    for (std::size_t i = 0; i < 8; ++i) rest ^= tables[7 - i][word >> (8 * i) & 0xff];
  }
  for (; left != 0; ++at, --left)
    rest = static_cast<Register>(rest >> 8) ^ tables[0][(rest ^ static_cast<unsigned char>(*at)) & 0xff];
  return rest;
}

/// x to the given power, modulo the polynomial, reflected into 64 bits (bit 63: x to the 0), for carry-less
/// multiplication.
template <class Register>
constexpr std::uint64_t power_of_x(Register polynomial, unsigned exponent) noexcept {
  constexpr unsigned width = sizeof(Register) * 8;
  Register rest = Register{1} << (width - 1);
  for (; exponent != 0; --exponent) rest = (rest >> 1) ^ (rest & 1 ? polynomial : 0);
  return static_cast<std::uint64_t>(rest) << (64 - width);
}

/// Multipliers that move 128 bits of remainder `distance` bits onward; [0] for the earlier 64 bits, [1] for the later.
/// One power less than the move, since the product of two reflected words sits one bit lower than a reflected 128-bit
/// word.
template <class Register>
constexpr std::array<std::uint64_t, 2> folding_constants(Register polynomial, unsigned distance) noexcept {
  return {power_of_x(polynomial, distance + 63), power_of_x(polynomial, distance - 1)};
}

using crc32_function = std::uint32_t (*)(std::uint32_t rest, std::string_view bytes) noexcept;
using crc64_function = std::uint64_t (*)(std::uint64_t rest, std::string_view bytes) noexcept;

/// What this machine can do faster than tables; null for what it can't.
struct crc_acceleration {
  crc32_function crc32 = nullptr;
  crc32_function crc32c = nullptr;
  crc64_function crc64nvme = nullptr;
};
crc_acceleration find_crc_acceleration() noexcept;

// The portable versions, which also end what the accelerated ones begin.
std::uint32_t portable_crc32(std::uint32_t rest, std::string_view bytes) noexcept;
std::uint32_t portable_crc32c(std::uint32_t rest, std::string_view bytes) noexcept;
std::uint64_t portable_crc64nvme(std::uint64_t rest, std::string_view bytes) noexcept;

}  // namespace aloft::crypto::detail
