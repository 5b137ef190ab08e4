#include "local/ec2/ec2_backend.hpp"

#include "local/ec2/operations.hpp"

#include <algorithm>
#include <utility>

namespace aloft::local::ec2 {
namespace {

template <auto Function>
outcome on_region(owned_region& region, const input& request, const call_context& context) {
  return Function(region.state, request, context);
}

constexpr operation_row<owned_region> table[] = {
    // sorted by name
    {"AuthorizeSecurityGroupEgress", on_region<authorize_security_group_egress>},
    {"AuthorizeSecurityGroupIngress", on_region<authorize_security_group_ingress>},
    {"CreateDefaultVpc", on_region<create_default_vpc>},
    {"CreateSecurityGroup", on_region<create_security_group>},
    {"CreateSubnet", on_region<create_subnet>},
    {"CreateTags", on_region<create_tags>},
    {"CreateVpc", on_region<create_vpc>},
    {"DeleteSecurityGroup", on_region<delete_security_group>},
    {"DeleteSubnet", on_region<delete_subnet>},
    {"DeleteTags", on_region<delete_tags>},
    {"DeleteVpc", on_region<delete_vpc>},
    {"DescribeAvailabilityZones", on_region<describe_availability_zones>},
    {"DescribeInstanceStatus", on_region<describe_instance_status>},
    {"DescribeInstances", on_region<describe_instances>},
    {"DescribeRegions", on_region<describe_regions>},
    {"DescribeSecurityGroupRules", on_region<describe_security_group_rules>},
    {"DescribeSecurityGroups", on_region<describe_security_groups>},
    {"DescribeSubnets", on_region<describe_subnets>},
    {"DescribeTags", on_region<describe_tags>},
    {"DescribeVpcs", on_region<describe_vpcs>},
    {"RebootInstances", on_region<reboot_instances>},
    {"RevokeSecurityGroupEgress", on_region<revoke_security_group_egress>},
    {"RevokeSecurityGroupIngress", on_region<revoke_security_group_ingress>},
    {"RunInstances", on_region<run_instances>},
    {"StartInstances", on_region<start_instances>},
    {"StopInstances", on_region<stop_instances>},
    {"TerminateInstances", on_region<terminate_instances>},
};
static_assert(std::ranges::is_sorted(table, {}, &operation_row<owned_region>::name));

}  // namespace

backend::backend(const account& account, std::function<void(region_state&)> prepare)
    : regional_backend{
          "ec2", table,
          [&account, prepare = std::move(prepare)](const std::string& account_id, std::string_view region) {
            auto made =
                std::make_unique<owned_region>(std::string{region}, local::account{account_id, account.opted_in});
            if (prepare) prepare(made->state);
            return made;
          }} {}

}  // namespace aloft::local::ec2
