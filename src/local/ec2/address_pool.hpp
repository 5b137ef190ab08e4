#pragma once
// The addresses of one IPv4 subnet. AWS keeps the first four and the last.

#include "local/ec2/cidr.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

namespace aloft::local::ec2 {

class address_pool {
 public:
  address_pool() = default;
  explicit address_pool(const cidr& block) noexcept : block_{block} {}

  const cidr& block() const noexcept { return block_; }
  std::uint32_t available() const noexcept;
  /// The next free address, going round. Only while available().
  std::string take();
  /// One particular address: false when it is not of this subnet, kept by AWS, or taken.
  bool take(std::string_view address);
  void give_back(std::string_view address);

 private:
  /// Place of the address in the block; 0, which is never given out, when it is not in it.
  std::uint32_t offset(std::string_view address) const noexcept;

  cidr block_;
  std::set<std::uint32_t> taken_;
  std::uint32_t next_ = 4;
};

}  // namespace aloft::local::ec2
