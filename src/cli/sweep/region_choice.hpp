#pragma once
// Names of regions: which there are, which a pattern means, and what to say about one that is none.

#include "aloft/error.hpp"
#include "cli/options/name_choice.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

/// Reads what --regions asks for. Usage error for an empty list or an empty name.
result<name_choice> parse_region_choice(std::string_view text);

/// Usage error "UnknownRegion" with the nearest names when `region` is not among the known ones. `custom_endpoint`: an
/// endpoint was given, and names that do not look like AWS's are its owner's business.
result<void> check_region(std::string_view region, std::span<const std::string> known, bool custom_endpoint);

}  // namespace aloft::cli
