#pragma once
// Instances as answers show them.

#include "local/ec2/region_state.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string_view>
#include <vector>

namespace aloft::local::ec2 {

/// "running", "shutting-down", …
std::string_view to_string(instance_state state) noexcept;

/// {"Code": 16, "Name": "running"}
boost::json::object write_state(instance_state state);

/// [{"GroupId": …, "GroupName": …}]
boost::json::array write_groups(const region_state& region, const std::vector<std::string>& ids);

boost::json::object write_instance(const region_state& region, const instance& from);

/// A reservation without its instances.
boost::json::object write_reservation(const instance& first);

/// "ip-10-0-0-4.eu-west-1.compute.internal"
std::string private_dns_name(const region_state& region, const instance& of);
/// "ec2-52-1-2-3.eu-west-1.compute.amazonaws.com", or "" without a public address.
std::string public_dns_name(const region_state& region, const instance& of);

/// Refuses ids that are malformed or that no instance has, naming all of the latter.
void require_instances_exist(const region_state& region, const std::vector<std::string>& ids);

/// What time has done since the last look: pending becomes running, stopping stopped, shutting-down terminated, and an
/// hour later a terminated instance is gone.
void advance(region_state& region, timestamp now);

}  // namespace aloft::local::ec2
