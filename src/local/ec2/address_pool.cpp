#include "local/ec2/address_pool.hpp"

namespace aloft::local::ec2 {
namespace {

constexpr std::uint32_t first_usable = 4;

std::uint32_t number(const cidr& of) noexcept {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | of.bytes[i];
  return value;
}

}  // namespace

std::uint32_t address_pool::available() const noexcept {
  return block_.size() - first_usable - 1 - static_cast<std::uint32_t>(taken_.size());
}

std::string address_pool::take() {
  while (next_ >= block_.size() - 1 || !taken_.insert(next_).second)
    next_ = next_ >= block_.size() - 1 ? first_usable : next_ + 1;
  return block_.address(next_++);
}

bool address_pool::take(std::string_view address) {
  const auto place = offset(address);
  return place >= first_usable && place < block_.size() - 1 && taken_.insert(place).second;
}

void address_pool::give_back(std::string_view address) { taken_.erase(offset(address)); }

std::uint32_t address_pool::offset(std::string_view address) const noexcept {
  const auto host = cidr::parse(std::string{address} + "/32", false);
  return host && block_.contains(*host) ? number(*host) - number(block_) : 0;
}

}  // namespace aloft::local::ec2
