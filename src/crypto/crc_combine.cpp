#include "crypto/crc_combine.hpp"

#include "crypto/crc_engine.hpp"

#include <array>
#include <limits>

namespace aloft::crypto {
namespace {

// Polynomials over GF(2) modulo the check's, reflected: the highest bit is x to the 0.
template <class Register>
constexpr Register product(Register a, Register b, Register polynomial) noexcept {
  Register sum = 0;
  for (Register bit = Register{1} << (std::numeric_limits<Register>::digits - 1); bit != 0; bit >>= 1) {
    if (a & bit) sum ^= b;
    b = (b >> 1) ^ (b & 1 ? polynomial : 0);
  }
  return sum;
}

/// x to the power of 8 · 2^k, for each bit of a size in bytes.
template <class Register>
constexpr std::array<Register, 64> byte_shifts(Register polynomial) noexcept {
  std::array<Register, 64> shifts{};
  Register power = Register{1} << (std::numeric_limits<Register>::digits - 1 - 8);
  for (auto& shift : shifts) {
    shift = power;
    power = product(power, power, polynomial);
  }
  return shifts;
}

template <class Register, Register polynomial>
Register combine_checks(Register first, Register second, std::uint64_t second_size) noexcept {
  static constexpr auto shifts = byte_shifts(polynomial);
  for (std::size_t bit = 0; second_size != 0; ++bit, second_size >>= 1)
    if (second_size & 1) first = product(shifts[bit], first, polynomial);
  return first ^ second;
}

std::uint64_t number_of(std::string_view big_endian) noexcept {
  std::uint64_t number = 0;
  for (const char c : big_endian) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

std::string bytes_of(std::uint64_t number, std::size_t size) {
  std::string bytes(size, '\0');
  for (auto at = bytes.rbegin(); at != bytes.rend(); ++at, number >>= 8) *at = static_cast<char>(number & 0xff);
  return bytes;
}

}  // namespace

std::uint32_t combine_crc32(std::uint32_t first, std::uint32_t second, std::uint64_t second_size) noexcept {
  return combine_checks<std::uint32_t, detail::crc32_polynomial>(first, second, second_size);
}

std::uint32_t combine_crc32c(std::uint32_t first, std::uint32_t second, std::uint64_t second_size) noexcept {
  return combine_checks<std::uint32_t, detail::crc32c_polynomial>(first, second, second_size);
}

std::uint64_t combine_crc64nvme(std::uint64_t first, std::uint64_t second, std::uint64_t second_size) noexcept {
  return combine_checks<std::uint64_t, detail::crc64nvme_polynomial>(first, second, second_size);
}

std::string combine(checksum_algorithm algorithm, std::string_view first, std::string_view second,
                    std::uint64_t second_size) {
  if (first.empty()) return std::string{second};
  const auto a = number_of(first), b = number_of(second);
  if (algorithm == checksum_algorithm::crc64nvme) return bytes_of(combine_crc64nvme(a, b, second_size), second.size());
  const auto narrow = algorithm == checksum_algorithm::crc32 ? combine_crc32 : combine_crc32c;
  return bytes_of(narrow(static_cast<std::uint32_t>(a), static_cast<std::uint32_t>(b), second_size), second.size());
}

}  // namespace aloft::crypto
