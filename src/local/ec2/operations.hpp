#pragma once
// EC2's operations on one region, by subject. Each is called with the region's mutex held.

#include "local/ec2/region_state.hpp"
#include "local/operation.hpp"

#include <boost/json/object.hpp>

namespace aloft::local::ec2 {

// Each reads `request`, changes `region`, gives the output. Throws api_error; a refused call changes nothing.

// regions.cpp
boost::json::object describe_regions(region_state&, const input&, const call_context&);
boost::json::object describe_availability_zones(region_state&, const input&, const call_context&);
// vpcs.cpp
boost::json::object create_vpc(region_state&, const input&, const call_context&);
boost::json::object create_default_vpc(region_state&, const input&, const call_context&);
boost::json::object describe_vpcs(region_state&, const input&, const call_context&);
boost::json::object delete_vpc(region_state&, const input&, const call_context&);
// subnets.cpp
boost::json::object create_subnet(region_state&, const input&, const call_context&);
boost::json::object describe_subnets(region_state&, const input&, const call_context&);
boost::json::object delete_subnet(region_state&, const input&, const call_context&);
// groups.cpp
boost::json::object create_security_group(region_state&, const input&, const call_context&);
boost::json::object describe_security_groups(region_state&, const input&, const call_context&);
boost::json::object delete_security_group(region_state&, const input&, const call_context&);
// rules.cpp
boost::json::object authorize_security_group_ingress(region_state&, const input&, const call_context&);
boost::json::object authorize_security_group_egress(region_state&, const input&, const call_context&);
boost::json::object revoke_security_group_ingress(region_state&, const input&, const call_context&);
boost::json::object revoke_security_group_egress(region_state&, const input&, const call_context&);
boost::json::object describe_security_group_rules(region_state&, const input&, const call_context&);
// instances.cpp
boost::json::object run_instances(region_state&, const input&, const call_context&);
boost::json::object start_instances(region_state&, const input&, const call_context&);
boost::json::object stop_instances(region_state&, const input&, const call_context&);
boost::json::object reboot_instances(region_state&, const input&, const call_context&);
boost::json::object terminate_instances(region_state&, const input&, const call_context&);
// instance_queries.cpp
boost::json::object describe_instances(region_state&, const input&, const call_context&);
boost::json::object describe_instance_status(region_state&, const input&, const call_context&);
// tags.cpp
boost::json::object create_tags(region_state&, const input&, const call_context&);
boost::json::object delete_tags(region_state&, const input&, const call_context&);
boost::json::object describe_tags(region_state&, const input&, const call_context&);

}  // namespace aloft::local::ec2
