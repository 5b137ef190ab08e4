#include "local/ec2/cidr.hpp"

#include "local/number.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace aloft::local::ec2 {

std::optional<cidr> cidr::parse(std::string_view text, bool v6) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string address{text.substr(0, slash)};
  const auto prefix = parse_number<int>(text.substr(slash + 1));
  if (!prefix || *prefix < 0 || *prefix > (v6 ? 128 : 32)) return std::nullopt;
  cidr block;
  block.v6 = v6;
  block.prefix = *prefix;
  if (::inet_pton(v6 ? AF_INET6 : AF_INET, address.c_str(), block.bytes.data()) != 1) return std::nullopt;
  for (int bit = block.prefix; bit < (v6 ? 128 : 32); ++bit)
    block.bytes[static_cast<std::size_t>(bit / 8)] &= static_cast<std::uint8_t>(~(0x80 >> (bit % 8)));
  return block;
}

std::string cidr::text() const {
  char buffer[INET6_ADDRSTRLEN];
  ::inet_ntop(v6 ? AF_INET6 : AF_INET, bytes.data(), buffer, sizeof buffer);
  return std::string{buffer} + '/' + std::to_string(prefix);
}

bool cidr::contains(const cidr& inner) const noexcept {
  if (v6 != inner.v6 || inner.prefix < prefix) return false;
  for (int bit = 0; bit < prefix; ++bit) {
    const auto at = static_cast<std::size_t>(bit / 8);
    if (((bytes[at] ^ inner.bytes[at]) & (0x80 >> (bit % 8))) != 0) return false;
  }
  return true;
}

std::string cidr::address(std::uint32_t offset) const {
  std::uint32_t number = 0;
  for (int i = 0; i < 4; ++i) number = number << 8 | bytes[static_cast<std::size_t>(i)];
  number += offset;
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) {
    if (!text.empty()) text += '.';
    text += std::to_string(number >> shift & 0xff);
  }
  return text;
}

}  // namespace aloft::local::ec2
