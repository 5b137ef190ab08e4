#include "endpoint/partitions.hpp"

#include <boost/json/parse.hpp>

namespace aloft::endpoint {
namespace {

// std::regex recurses over its input; no region name comes near this.
constexpr std::size_t longest_region = 64;

bool is_pseudo_region(std::string_view name) { return name.ends_with("-global"); }

}  // namespace

result<std::shared_ptr<const partitions>> partitions::parse(std::string_view json_text) try {
  auto made = std::make_shared<partitions>();
  const boost::json::value data = boost::json::parse(json_text);
  for (const auto& entry : data.at("partitions").as_array()) {
    auto one = std::make_unique<partition>();
    one->id = entry.at("id").as_string();
    one->pattern = entry.at("regionRegex").as_string();
    one->outputs = entry.at("outputs");
    one->outputs.as_object()["name"] = one->id;
    for (const auto& [name, details] : entry.at("regions").as_object()) {
      region here{std::string{name}, std::nullopt};
      for (const auto& [key, value] : details.as_object()) {
        if (key == "description") continue;
        if (!here.outputs) here.outputs = one->outputs;
        here.outputs->as_object()[key] = value;
      }
      one->regions.push_back(std::move(here));
    }
    made->partitions_.push_back(std::move(one));
  }
  return std::shared_ptr<const partitions>{std::move(made)};
} catch (const std::exception& failure) {
  return error{error_kind::config, "BadPartitions",
               std::string{"the model data's partitions.json cannot be used: "} + failure.what()};
}

const partitions::partition* partitions::listed(std::string_view region, const boost::json::value** outputs) const {
  for (const auto& one : partitions_)
    for (const auto& candidate : one->regions)
      if (candidate.name == region) {
        if (outputs) *outputs = candidate.outputs ? &*candidate.outputs : &one->outputs;
        return one.get();
      }
  return nullptr;
}

const partitions::partition* partitions::matching(std::string_view region) const {
  if (region.size() > longest_region) return nullptr;
  for (const auto& one : partitions_) {
    std::call_once(one->compiled, [&] { one->expression.assign(one->pattern); });
    if (std::regex_match(region.begin(), region.end(), one->expression)) return one.get();
  }
  return nullptr;
}

const boost::json::value* partitions::find(std::string_view region) const {
  const boost::json::value* outputs = nullptr;
  if (listed(region, &outputs)) return outputs;
  if (const partition* one = matching(region)) return &one->outputs;
  for (const auto& one : partitions_)
    if (one->id == "aws") return &one->outputs;
  return nullptr;
}

bool partitions::knows(std::string_view region) const { return listed(region, nullptr) || matching(region); }

std::vector<std::string> partitions::regions(std::string_view id) const {
  std::vector<std::string> names;
  for (const auto& one : partitions_)
    if (one->id == id)
      for (const auto& region : one->regions)
        if (!is_pseudo_region(region.name)) names.push_back(region.name);
  return names;
}

std::vector<std::string> partitions::all_regions() const {
  std::vector<std::string> names;
  for (const auto& one : partitions_)
    for (auto& name : regions(one->id)) names.push_back(std::move(name));
  return names;
}

}  // namespace aloft::endpoint
