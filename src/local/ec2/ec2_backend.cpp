#include "local/ec2/ec2_backend.hpp"

#include "local/ec2/operations.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace aloft::local::ec2 {
namespace {

constexpr std::pair<std::string_view, operation_function> table[] = {
    // sorted by name
    {"AuthorizeSecurityGroupEgress", authorize_security_group_egress},
    {"AuthorizeSecurityGroupIngress", authorize_security_group_ingress},
    {"CreateDefaultVpc", create_default_vpc},
    {"CreateSecurityGroup", create_security_group},
    {"CreateSubnet", create_subnet},
    {"CreateTags", create_tags},
    {"CreateVpc", create_vpc},
    {"DeleteSecurityGroup", delete_security_group},
    {"DeleteSubnet", delete_subnet},
    {"DeleteTags", delete_tags},
    {"DeleteVpc", delete_vpc},
    {"DescribeAvailabilityZones", describe_availability_zones},
    {"DescribeInstanceStatus", describe_instance_status},
    {"DescribeInstances", describe_instances},
    {"DescribeRegions", describe_regions},
    {"DescribeSecurityGroupRules", describe_security_group_rules},
    {"DescribeSecurityGroups", describe_security_groups},
    {"DescribeSubnets", describe_subnets},
    {"DescribeTags", describe_tags},
    {"DescribeVpcs", describe_vpcs},
    {"RebootInstances", reboot_instances},
    {"RevokeSecurityGroupEgress", revoke_security_group_egress},
    {"RevokeSecurityGroupIngress", revoke_security_group_ingress},
    {"RunInstances", run_instances},
    {"StartInstances", start_instances},
    {"StopInstances", stop_instances},
    {"TerminateInstances", terminate_instances},
};

constexpr auto names = [] {
  std::array<std::string_view, std::size(table)> list;
  for (std::size_t i = 0; i < list.size(); ++i) list[i] = table[i].first;
  return list;
}();
static_assert(std::ranges::is_sorted(names));

}  // namespace

backend::backend(const account& account, std::function<void(region_state&)> prepare)
    : account_{account}, prepare_{std::move(prepare)} {}

std::span<const std::string_view> backend::operations() const noexcept { return names; }

boost::json::object backend::run(std::string_view operation, const input& request, const call_context& context) {
  const auto function = table[std::ranges::lower_bound(names, operation) - names.begin()].second;
  auto& here = region(context.caller.account_id, context.region);
  const std::lock_guard lock{here.mutex};
  return function(here.state, request, context);
}

backend::guarded_region& backend::region(const std::string& account_id, std::string_view name) {
  const std::lock_guard lock{mutex_};
  auto& found = regions_[account_id + '/' + std::string{name}];
  if (!found) {
    auto made = std::make_unique<guarded_region>(std::string{name}, account{account_id, account_.opted_in});
    if (prepare_) prepare_(made->state);
    found = std::move(made);
  }
  return *found;
}

}  // namespace aloft::local::ec2
