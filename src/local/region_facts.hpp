#pragma once
// AWS's regions as public documentation lists them: names, partitions, and whether an account must opt in.

#include <span>
#include <string_view>

namespace aloft::local {

struct region_fact {
  std::string_view name;       ///< "eu-west-1"
  std::string_view partition;  ///< "aws", "aws-cn", "aws-eusc", "aws-us-gov"
  bool opt_in;                 ///< disabled until the account asks for it
};

/// Every region, sorted by partition and name.
std::span<const region_fact> all_regions() noexcept;

/// Null when there is none of that name.
const region_fact* find_region(std::string_view name) noexcept;

/// "amazonaws.com", or the suffix of another partition.
std::string_view dns_suffix(std::string_view partition) noexcept;

}  // namespace aloft::local
