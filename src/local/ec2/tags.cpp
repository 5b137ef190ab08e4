// Tags of any resource: create, delete, describe.

#include "local/api_error.hpp"
#include "local/ec2/filters.hpp"
#include "local/ec2/operations.hpp"
#include "local/ec2/page.hpp"

#include <boost/json/array.hpp>

#include <functional>

namespace aloft::local::ec2 {
namespace {

struct tagged {
  std::string_view type, id;
  tag_set* tags;
};

/// Calls `visit` with every resource that can have tags.
void each_tagged(region_state& region, const std::function<void(const tagged&)>& visit) {
  for (auto& [position, item] : region.vpcs) visit({"vpc", item.id, &item.tags});
  for (auto& [position, item] : region.subnets) visit({"subnet", item.id, &item.tags});
  for (auto& [position, item] : region.groups) {
    visit({"security-group", item.id, &item.tags});
    for (auto& part : item.rules) visit({"security-group-rule", part.id, &part.tags});
  }
  for (auto& [position, item] : region.instances) visit({"instance", item.id, &item.tags});
}

/// The tags of a resource; an id that nothing has is refused by the code of its kind.
tag_set& find_tags(region_state& region, std::string_view id) {
  if (id.starts_with("vpc-")) return region.require_vpc(id).tags;
  if (id.starts_with("subnet-")) return region.require_subnet(id).tags;
  if (id.starts_with("sg-")) return region.require_group(id).tags;
  if (id.starts_with("i-")) return region.require_instance(id).tags;
  if (id.starts_with("sgr-")) {
    for (auto& [position, group] : region.groups)
      for (auto& item : group.rules)
        if (item.id == id) return item.tags;
    throw api_error{"InvalidSecurityGroupRuleId.NotFound",
                    join({"The security group rule ID '", id, "' does not exist"})};
  }
  throw api_error{"InvalidID", join({"The ID '", id, "' is not valid"})};
}

std::vector<std::string> required_resources(const input& request) {
  auto ids = request.texts("Resources");
  if (ids.empty()) throw missing_parameter("resourceIdSet");
  return ids;
}

/// One tag as DescribeTags sees it.
struct tag_row {
  const tagged& of;
  std::string_view key, value;
  const tag_set& tags;
};

constexpr filter_field<tag_row> fields[] = {
    {"key", [](const tag_row& t, auto& out) { out.emplace_back(t.key); }},
    {"resource-id", [](const tag_row& t, auto& out) { out.emplace_back(t.of.id); }},
    {"resource-type", [](const tag_row& t, auto& out) { out.emplace_back(t.of.type); }},
    {"value", [](const tag_row& t, auto& out) { out.emplace_back(t.value); }},
};

}  // namespace

boost::json::object create_tags(region_state& region, const input& request, const call_context&) {
  const auto ids = required_resources(request);
  const auto entries = request.structures("Tags");
  if (entries.empty()) throw missing_parameter("Tag");
  const auto tags = read_tags(entries);
  for (const auto& id : ids) {  // refuses before anything changes
    tag_set trial = find_tags(region, id);
    merge_tags(trial, tags, id);
  }
  for (const auto& id : ids) merge_tags(find_tags(region, id), tags, id);
  return {};
}

boost::json::object delete_tags(region_state& region, const input& request, const call_context&) {
  const auto ids = required_resources(request);
  for (const auto& id : ids) find_tags(region, id);
  const auto entries = request.structures("Tags");
  for (const auto& id : ids) {
    auto& tags = find_tags(region, id);
    if (entries.empty()) tags.clear();
    for (const auto& entry : entries) {
      const auto key = entry.text("Key");
      if (key.empty()) throw invalid_parameter("Tag key cannot be null or empty");
      auto at = tags.find(key);  // a stated value must be the tag's, an absent one may be any
      if (at != tags.end() && entry.optional_text("Value").value_or(at->second) == at->second) tags.erase(at);
    }
  }
  return {};
}

boost::json::object describe_tags(region_state& region, const input& request, const call_context&) {
  const filter_set<tag_row> filters{request, fields};
  page page{"DescribeTags", request};
  boost::json::array list;
  std::uint64_t position = 0;
  each_tagged(region, [&](const tagged& resource) {
    for (const auto& [key, value] : *resource.tags) {
      ++position;
      const tag_row row{resource, key, value, *resource.tags};
      if (filters.matches(row) && page.take(position))
        list.push_back({{"ResourceId", resource.id}, {"ResourceType", resource.type}, {"Key", key}, {"Value", value}});
    }
  });
  boost::json::object output{{"Tags", std::move(list)}};
  page.finish(output);
  return output;
}

}  // namespace aloft::local::ec2
