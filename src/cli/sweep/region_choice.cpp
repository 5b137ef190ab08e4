#include "cli/sweep/region_choice.hpp"

#include <aloft/names.hpp>

#include <algorithm>

namespace aloft::cli {
namespace {

/// "xx-word-1", as AWS names its regions.
bool looks_like_aws(std::string_view region) noexcept {
  const auto dash = region.rfind('-');
  if (dash == std::string_view::npos || dash + 1 >= region.size() || region.find('-') == dash) return false;
  const auto digits = region.substr(dash + 1);
  return std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

error unknown_region(std::string_view region, std::span<const std::string> known) {
  return error{error_kind::usage, "UnknownRegion",
               "unknown region '" + std::string{region} + "'" + did_you_mean(region, known) +
                   " (--allow-unknown-region takes one that is newer than this build)"};
}

}  // namespace

result<name_choice> parse_region_choice(std::string_view text) {
  return parse_name_choice(text, {.option = "--regions",
                                  .noun = "enabled region",
                                  .nouns = "enabled",
                                  .error_code = "UnknownRegion",
                                  .example = "eu-*"});
}

result<void> check_region(std::string_view region, std::span<const std::string> known, bool custom_endpoint) {
  if (custom_endpoint && !looks_like_aws(region)) return {};
  if (known.empty() || std::binary_search(known.begin(), known.end(), region) || region.ends_with("-global")) return {};
  return unknown_region(region, known);
}

}  // namespace aloft::cli
