#include "local/ec2/tag_set.hpp"

#include "local/api_error.hpp"

#include <algorithm>

namespace aloft::local::ec2 {
namespace {

constexpr std::size_t max_key = 127, max_value = 255, max_tags = 50;

/// Length in characters, as AWS counts.
std::size_t characters(std::string_view text) noexcept {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace

tag_set read_tags(const std::vector<input>& entries) {
  tag_set tags;
  for (const auto& entry : entries) {
    const auto key = entry.text("Key"), value = entry.text("Value");
    if (key.empty()) throw invalid_parameter("Tag key cannot be null or empty");
    if (key.starts_with("aws:"))
      throw invalid_parameter(
          join({"Value ( ", key,
                " ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use"}));
    if (characters(key) > max_key) throw invalid_parameter("Tag key exceeds the maximum length of 127 characters");
    if (characters(value) > max_value)
      throw invalid_parameter("Tag value exceeds the maximum length of 255 characters");
    if (!tags.emplace(key, value).second) throw invalid_parameter(join({"Duplicate tag key '", key, "' specified."}));
  }
  return tags;
}

tag_set read_tag_specifications(const input& request, std::string_view resource_type,
                                std::initializer_list<std::string_view> allowed) {
  tag_set tags;
  for (const auto& specification : request.structures("TagSpecifications")) {
    const auto type = specification.text("ResourceType");
    if (type.empty()) throw missing_parameter("TagSpecification.ResourceType");
    if (std::ranges::find(allowed, type) == allowed.end())
      throw invalid_parameter(join({"'", type, "' is not a valid taggable resource type for this operation."}));
    if (type == resource_type) merge_tags(tags, read_tags(specification.structures("Tags")), type);
  }
  return tags;
}

tag_set read_tag_specifications(const input& request, std::string_view resource_type) {
  return read_tag_specifications(request, resource_type, {resource_type});
}

void merge_tags(tag_set& into, const tag_set& tags, std::string_view resource_id) {
  tag_set merged = into;
  for (const auto& [key, value] : tags) merged.insert_or_assign(key, value);
  if (merged.size() > max_tags)
    throw api_error{"TagLimitExceeded",
                    join({"The tags of resource '", resource_id, "' would exceed the limit of 50"})};
  into = std::move(merged);
}

boost::json::array write_tags(const tag_set& tags) {
  boost::json::array list;
  for (const auto& [key, value] : tags) list.push_back({{"Key", key}, {"Value", value}});
  return list;
}

}  // namespace aloft::local::ec2
