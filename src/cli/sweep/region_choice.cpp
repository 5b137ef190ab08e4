#include "cli/sweep/region_choice.hpp"

#include "core/names.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>

namespace aloft::cli {
namespace {

namespace json = boost::json;

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

std::vector<std::string> known_regions(std::string_view partitions) {
  std::vector<std::string> names;
  boost::system::error_code failure;
  const auto document = json::parse({partitions.data(), partitions.size()}, failure);
  const auto* object = failure ? nullptr : document.if_object();
  const auto* list = object ? object->if_contains("partitions") : nullptr;
  if (!list || !list->is_array()) return names;
  for (const auto& partition : list->get_array()) {
    const auto* facts = partition.if_object();
    const auto* regions = facts ? facts->if_contains("regions") : nullptr;
    if (!regions || !regions->is_object()) continue;
    for (const auto& region : regions->get_object()) {
      const std::string name{region.key().data(), region.key().size()};
      if (!name.ends_with("-global")) names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

result<void> check_region(std::string_view region, std::string_view partitions, bool custom_endpoint) {
  if (custom_endpoint && !looks_like_aws(region)) return {};
  const auto known = known_regions(partitions);
  if (known.empty() || std::binary_search(known.begin(), known.end(), region) || region.ends_with("-global")) return {};
  return unknown_region(region, known);
}

}  // namespace aloft::cli
