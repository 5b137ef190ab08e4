#pragma once
// Address blocks, IPv4 and IPv6.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::local::ec2 {

struct cidr {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};  ///< network order; the first four of IPv4
  int prefix = 0;

  /// "10.0.0.0/8"; nothing when it is malformed. Bits beyond the prefix are cleared, as AWS does.
  static std::optional<cidr> parse(std::string_view text, bool v6);
  std::string text() const;
  bool contains(const cidr& inner) const noexcept;
  bool overlaps(const cidr& other) const noexcept { return contains(other) || other.contains(*this); }
  /// The address `offset` after the first one (IPv4).
  std::string address(std::uint32_t offset) const;
  /// Number of addresses (IPv4).
  std::uint32_t size() const noexcept { return prefix == 0 ? 0xffffffffu : 1u << (32 - prefix); }
};

}  // namespace aloft::local::ec2
