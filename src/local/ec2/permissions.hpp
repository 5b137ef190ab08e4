#pragma once
// Between requests' IpPermissions and the single rules that a security group is made of.

#include "local/call_parameters.hpp"
#include "local/ec2/region_state.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace aloft::local::ec2 {

/// The group a request names by GroupId, or by GroupName in the default VPC.
security_group& group_by_id_or_name(region_state& region, const input& request);

/// Which rules a request means, one per peer: from IpPermissions, or from the old flat parameters (CidrIp, IpProtocol,
/// FromPort, ToPort, SourceSecurityGroupName …). Checks protocols, ports, blocks and groups; none at all and the same
/// one twice are refused.
std::vector<rule> read_permissions(region_state& region, const security_group& of, const input& request, bool egress);

/// One element per {protocol, ports}, as DescribeSecurityGroups shows rules.
boost::json::array write_permissions(region_state& region, const std::vector<rule>& rules, bool egress);

/// One rule as DescribeSecurityGroupRules and the authorize operations show it.
boost::json::object write_rule(const region_state& region, const security_group& of, const rule& from);

/// How error messages name a rule: `peer: 10.0.0.0/8, TCP, from port: 80, to port: 80, ALLOW`.
std::string describe(const rule& of);

}  // namespace aloft::local::ec2
