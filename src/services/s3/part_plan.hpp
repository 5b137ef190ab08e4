#pragma once
// How an object is cut into parts. Pure.

#include <aloft/error.hpp>

#include <cstdint>

namespace aloft::s3 {

struct part_plan {
  std::uint64_t size = 0;       ///< of the object
  std::uint64_t part_size = 0;  ///< of every part but the last
  std::uint32_t count = 0;      ///< 1 to 10,000

  std::uint64_t offset(std::uint32_t index) const noexcept { return index * part_size; }  ///< counted from 0
  std::uint64_t length(std::uint32_t index) const noexcept {
    return index + 1 < count ? part_size : size - offset(index);
  }
};

/// Parts of the wanted size; of a larger one, in whole MiB, where there would be too many. Usage error "ObjectTooLarge"
/// where no size will do.
result<part_plan> plan_parts(std::uint64_t size, std::uint64_t wanted);

/// The size of the part with that index of a stream whose end nobody knows: they grow, so that 10,000 are enough for
/// the largest object there can be.
std::uint64_t size_of_stream_part(std::uint32_t index, std::uint64_t wanted) noexcept;

}  // namespace aloft::s3
