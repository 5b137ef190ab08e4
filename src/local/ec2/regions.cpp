// DescribeRegions and DescribeAvailabilityZones.

#include "local/region_facts.hpp"

#include "local/api_error.hpp"
#include "local/ec2/filters.hpp"
#include "local/ec2/operations.hpp"

#include <boost/json/array.hpp>

namespace aloft::local::ec2 {
namespace {

struct region_row {
  std::string name, endpoint, status;
  tag_set tags;
};

constexpr filter_field<region_row> region_fields[] = {
    {"endpoint", [](const region_row& r, auto& out) { out.push_back(r.endpoint); }},
    {"opt-in-status", [](const region_row& r, auto& out) { out.push_back(r.status); }},
    {"region-name", [](const region_row& r, auto& out) { out.push_back(r.name); }},
};

struct zone_row {
  std::string name, id, region;
  tag_set tags;
};

constexpr filter_field<zone_row> zone_fields[] = {
    {"group-name", [](const zone_row& z, auto& out) { out.push_back(z.region + "-zg-1"); }},
    {"opt-in-status", [](const zone_row&, auto& out) { out.emplace_back("opt-in-not-required"); }},
    {"region-name", [](const zone_row& z, auto& out) { out.push_back(z.region); }},
    {"state", [](const zone_row&, auto& out) { out.emplace_back("available"); }},
    {"zone-id", [](const zone_row& z, auto& out) { out.push_back(z.id); }},
    {"zone-name", [](const zone_row& z, auto& out) { out.push_back(z.name); }},
    {"zone-type", [](const zone_row&, auto& out) { out.emplace_back("availability-zone"); }},
};

std::string quoted_list(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return '[' + text + ']';
}

/// "eu-west-1" → "euw1", as zone ids begin.
std::string short_name(std::string_view region) {
  std::string brief;
  std::size_t part = 0;
  for (std::size_t at = 0; at < region.size(); ++part) {
    const auto end = std::min(region.find('-', at), region.size());
    const auto word = region.substr(at, end - at);
    if (part == 0) {
      brief += word;
    } else if (word.size() > 5 && (word.starts_with("north") || word.starts_with("south"))) {
      brief += {word[0], word[5]};  // "northeast" → "ne"
    } else {
      brief += word[0];
    }
    at = end + 1;
  }
  return brief;
}

}  // namespace

boost::json::object describe_regions(region_state& region, const input& request, const call_context&) {
  const auto* here = find_region(region.name());
  const auto names = request.texts("RegionNames");
  const bool all = request.flag("AllRegions");
  const filter_set<region_row> filters{request, region_fields};

  std::vector<std::string> unknown;
  for (const auto& name : names) {
    const auto* fact = find_region(name);
    if (fact == nullptr || fact->partition != here->partition) unknown.push_back(name);
  }
  if (!unknown.empty()) throw invalid_parameter("Invalid region names: " + quoted_list(unknown));

  boost::json::array list;
  for (const auto& fact : all_regions()) {
    if (fact.partition != here->partition) continue;
    if (!names.empty() && std::ranges::find(names, fact.name) == names.end()) continue;
    const bool enabled = !fact.opt_in || region.account().enabled(fact.name);
    if (!enabled && !all) continue;
    const region_row row{std::string{fact.name},
                         join({"ec2.", fact.name, ".", dns_suffix(fact.partition)}),
                         !fact.opt_in ? "opt-in-not-required"
                         : enabled    ? "opted-in"
                                      : "not-opted-in",
                         {}};
    if (!filters.matches(row)) continue;
    list.push_back({{"RegionName", row.name}, {"Endpoint", row.endpoint}, {"OptInStatus", row.status}});
  }
  return {{"Regions", std::move(list)}};
}

boost::json::object describe_availability_zones(region_state& region, const input& request, const call_context&) {
  const filter_set<zone_row> filters{request, zone_fields};
  const auto names = request.texts("ZoneNames"), ids = request.texts("ZoneIds");
  std::vector<zone_row> zones;
  for (const auto& name : region.zones())
    zones.push_back({name, short_name(region.name()) + "-az" + std::to_string(zones.size() + 1), region.name(), {}});

  std::vector<std::string> unknown;
  for (const auto& name : names)
    if (std::ranges::find(zones, name, &zone_row::name) == zones.end()) unknown.push_back(name);
  if (!unknown.empty()) throw invalid_parameter("Invalid availability zones: " + quoted_list(unknown));

  boost::json::array list;
  for (const auto& zone : zones) {
    if (!names.empty() && std::ranges::find(names, zone.name) == names.end()) continue;
    if (!ids.empty() && std::ranges::find(ids, zone.id) == ids.end()) continue;
    if (!filters.matches(zone)) continue;
    list.push_back({{"ZoneName", zone.name},
                    {"ZoneId", zone.id},
                    {"RegionName", zone.region},
                    {"State", "available"},
                    {"OptInStatus", "opt-in-not-required"},
                    {"GroupName", zone.region + "-zg-1"},
                    {"NetworkBorderGroup", zone.region},
                    {"ZoneType", "availability-zone"},
                    {"Messages", boost::json::array{}}});
  }
  return {{"AvailabilityZones", std::move(list)}};
}

}  // namespace aloft::local::ec2
