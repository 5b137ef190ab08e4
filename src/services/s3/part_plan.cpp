#include "services/s3/part_plan.hpp"

#include <aloft/s3_transfer.hpp>

#include <algorithm>
#include <string>

namespace aloft::s3 {

result<part_plan> plan_parts(std::uint64_t size, std::uint64_t wanted) {
  constexpr std::uint64_t mebibyte = 1ULL << 20;
  std::uint64_t part = std::max<std::uint64_t>(wanted, 1);
  const std::uint64_t least = size / most_parts + (size % most_parts != 0);
  if (part < least) part = (least + mebibyte - 1) / mebibyte * mebibyte;
  if (part > largest_part)
    return error{error_kind::usage, "ObjectTooLarge",
                 "an object of " + std::to_string(size) + " bytes cannot be cut into 10,000 parts of at most 5 GiB"};
  const std::uint64_t count = std::max<std::uint64_t>(1, size / part + (size % part != 0));
  return part_plan{size, part, static_cast<std::uint32_t>(count)};
}

std::uint64_t size_of_stream_part(std::uint32_t index, std::uint64_t wanted) noexcept {
  constexpr std::uint32_t step = 1000;  // parts of one size
  const std::uint32_t doublings = std::min<std::uint32_t>(index / step, 20);
  return std::min(std::max(wanted, std::uint64_t{5} << 20) << doublings, largest_part);
}

}  // namespace aloft::s3
