#include "cli/command/regions.hpp"

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

bool is_region_pattern(std::string_view part) noexcept {
  return part == "all" || part.find_first_of("*?") != std::string_view::npos;
}

result<region_choice> parse_region_choice(std::string_view text) {
  region_choice choice;
  while (true) {
    const auto comma = text.find(',');
    const auto part = text.substr(0, comma);
    if (part.empty()) {
      return error{error_kind::usage, "BadOption",
                   "--regions: expected all, a pattern such as 'eu-*', or names with commas"};
    }
    choice.parts.emplace_back(part);
    choice.enabled_only = choice.enabled_only || is_region_pattern(part);
    if (comma == std::string_view::npos) return choice;
    text.remove_prefix(comma + 1);
  }
}

result<std::vector<std::string>> region_choice::among(std::span<const std::string> enabled) const {
  std::vector<std::string> chosen;
  const auto add = [&](const std::string& region) {
    if (std::find(chosen.begin(), chosen.end(), region) == chosen.end()) chosen.push_back(region);
  };
  for (const auto& part : parts) {
    if (!is_region_pattern(part)) {
      add(part);
      continue;
    }
    bool any = false;
    for (const auto& region : enabled) {
      if (part != "all" && !matches_pattern(region, part)) continue;
      add(region);
      any = true;
    }
    if (any) continue;
    std::string message = "--regions: no enabled region matches '" + part + "'; enabled are";
    for (const auto& region : enabled) message += " " + region;
    return error{error_kind::usage, "UnknownRegion", std::move(message)};
  }
  return chosen;
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

bool matches_pattern(std::string_view text, std::string_view pattern) noexcept {
  std::size_t at = 0, in = 0, star = std::string_view::npos, resume = 0;
  while (at < text.size()) {
    if (in < pattern.size() && (pattern[in] == '?' || (pattern[in] == text[at] && pattern[in] != '*'))) {
      ++at, ++in;
    } else if (in < pattern.size() && pattern[in] == '*') {
      star = in++;
      resume = at;
    } else if (star != std::string_view::npos) {
      in = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (in < pattern.size() && pattern[in] == '*') ++in;
  return in == pattern.size();
}

}  // namespace aloft::cli
