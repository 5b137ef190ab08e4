#include <aloft/regions.hpp>

#include "endpoint/rule_set.hpp"
#include "model/catalog.hpp"

#include <algorithm>

namespace aloft {
namespace {

result<std::shared_ptr<const endpoint::partitions>> known_partitions() {
  const auto catalog = model::catalog::standard();
  if (!catalog) return catalog.error();
  return endpoint::partitions::parse((*catalog)->partitions());
}

}  // namespace

result<std::vector<std::string>> region_names() {
  const auto partitions = known_partitions();
  if (!partitions) return partitions.error();
  auto names = (*partitions)->all_regions();
  std::sort(names.begin(), names.end());
  return names;
}

result<std::string> partition_of(std::string_view region) {
  const auto partitions = known_partitions();
  if (!partitions) return partitions.error();
  const auto* partition = (*partitions)->find(region);
  const auto* name = partition != nullptr ? partition->as_object().if_contains("name") : nullptr;
  return name != nullptr ? std::string{name->as_string()} : std::string{"aws"};
}

result<std::vector<std::optional<std::string>>> standard_endpoints(const service_model& service,
                                                                   std::span<const std::string> regions) {
  std::vector<std::optional<std::string>> urls(regions.size());
  const auto partitions = known_partitions();
  if (!partitions) return partitions.error();
  const auto text = service.get()->endpoint_rules();
  if (text.empty()) return urls;
  const auto rules = endpoint::rule_set::compile(text, *partitions);
  if (!rules) return rules.error();
  for (std::size_t i = 0; i < regions.size(); ++i) {
    endpoint::parameter_values values;
    for (const auto& parameter : (*rules)->parameters())
      if (parameter.built_in == "AWS::Region") values[parameter.name] = regions[i];
    if (auto decided = (*rules)->evaluate(values)) urls[i] = std::move(decided->url);
  }
  return urls;
}

}  // namespace aloft
