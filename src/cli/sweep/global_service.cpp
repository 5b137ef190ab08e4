#include "cli/sweep/global_service.hpp"

#include "endpoint/rule_set.hpp"

#include <boost/json/object.hpp>

#include <map>

namespace aloft::cli {
namespace {

/// The endpoint of a region without an operation; the region itself where the rules want to know more.
std::string endpoint_of(const endpoint::rule_set& rules, const std::string& region) {
  endpoint::parameter_values values;
  for (const auto& parameter : rules.parameters())
    if (parameter.built_in == "AWS::Region") values[parameter.name] = region;
  const auto decided = rules.evaluate(values);
  return decided ? decided->url : region;
}

std::string global_name(const endpoint::partitions& partitions, const std::string& region) {
  const auto* partition = partitions.find(region);
  const auto* name = partition != nullptr ? partition->get_object().if_contains("name") : nullptr;
  return (name != nullptr ? std::string{name->get_string()} : std::string{"aws"}) + "-global";
}

}  // namespace

std::vector<place> distinct_places(const model::catalog& catalog, const model::service& service,
                                   const std::vector<std::string>& regions) {
  std::vector<place> places;
  const auto add_all = [&] {
    for (const auto& region : regions) places.push_back({region, region});
  };
  const auto partitions = endpoint::partitions::parse(catalog.partitions());
  if (!partitions || service.endpoint_rules().empty() || regions.size() < 2) return add_all(), places;
  const auto rules = endpoint::rule_set::compile(service.endpoint_rules(), *partitions);
  if (!rules) return add_all(), places;
  std::map<std::string, std::size_t> seen;
  for (const auto& region : regions) {
    const auto [known, first] = seen.try_emplace(endpoint_of(**rules, region), places.size());
    if (first) {
      places.push_back({region, region});
    } else {
      places[known->second].name = global_name(**partitions, region);
    }
  }
  return places;
}

}  // namespace aloft::cli
