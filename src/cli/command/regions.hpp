#pragma once
// Names of regions: which there are, which a pattern means, and what to say about one that is none.

#include "aloft/error.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

/// What --regions asks for.
struct region_choice {
  std::vector<std::string> parts;  ///< names and patterns, in order
  bool enabled_only = false;       ///< there is "all" or a pattern: the account's enabled regions must be known

  /// The regions meant, in the order given and each once; patterns stand for `enabled` ones in order. Usage error
  /// "UnknownRegion" for a pattern that matches none.
  result<std::vector<std::string>> among(std::span<const std::string> enabled) const;
};

/// "all", or a text with * or ?.
bool is_region_pattern(std::string_view part) noexcept;

/// Usage error for an empty list or an empty name.
result<region_choice> parse_region_choice(std::string_view text);

/// Names of all regions of all partitions in the models' partitions.json text, sorted.
std::vector<std::string> known_regions(std::string_view partitions);

/// Usage error "UnknownRegion" with the nearest names when `region` is not among the known ones. `custom_endpoint`: an
/// endpoint was given, and names that do not look like AWS's are its owner's business.
result<void> check_region(std::string_view region, std::string_view partitions, bool custom_endpoint);

/// '*' any characters, '?' one, all others themselves.
bool matches_pattern(std::string_view text, std::string_view pattern) noexcept;

}  // namespace aloft::cli
