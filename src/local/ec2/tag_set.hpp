#pragma once
// Tags of one resource, and the rules for them.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions

#include "local/call_parameters.hpp"

#include <boost/json/array.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::local::ec2 {

using tag_set = std::map<std::string, std::string, std::less<>>;

/// Reads a list of {Key, Value}; refuses reserved, too long and empty keys.
tag_set read_tags(const std::vector<input>& entries);

/// The tags that TagSpecifications states for `resource_type`; any type but those of `allowed` is refused.
tag_set read_tag_specifications(const input& request, std::string_view resource_type,
                                std::initializer_list<std::string_view> allowed);
tag_set read_tag_specifications(const input& request, std::string_view resource_type);

/// Adds or replaces; more than 50 in all is TagLimitExceeded.
void merge_tags(tag_set& into, const tag_set& tags, std::string_view resource_id);

/// [{"Key": …, "Value": …}]
boost::json::array write_tags(const tag_set& tags);

}  // namespace aloft::local::ec2
