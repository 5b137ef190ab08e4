#include "local/ec2/ids.hpp"

#include "local/random.hpp"

#include <algorithm>

namespace aloft::local::ec2 {

id_source::id_source(std::string_view place) noexcept : state_{0xcbf29ce484222325u} {
  for (unsigned char c : place) state_ = (state_ ^ c) * 0x100000001b3u;  // FNV-1a
}

std::uint64_t id_source::next_bits() noexcept { return next_random(state_); }

std::string id_source::next(std::string_view prefix) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string id{prefix};
  id += "-0";
  std::uint64_t bits = next_bits();
  for (int i = 0; i < 16; ++i, bits <<= 4) id += digits[bits >> 60];
  return id;
}

bool well_formed(std::string_view id, std::string_view prefix) noexcept {
  if (!id.starts_with(prefix)) return false;
  id.remove_prefix(prefix.size());
  if (!id.starts_with('-')) return false;
  id.remove_prefix(1);
  return (id.size() == 8 || id.size() == 17) &&
         std::ranges::all_of(id, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace aloft::local::ec2
