// Rules of security groups: authorize, revoke, describe.

#include "local/api_error.hpp"
#include "local/ec2/filters.hpp"
#include "local/ec2/operations.hpp"
#include "local/ec2/page.hpp"
#include "local/ec2/permissions.hpp"

#include <boost/json/array.hpp>

namespace aloft::local::ec2 {
namespace {

constexpr std::ptrdiff_t max_rules = 60;  ///< AWS's default quota, each direction

struct group_rule {
  const security_group& group;
  const rule& item;
  const tag_set& tags;
};

constexpr filter_field<group_rule> fields[] = {
    {"group-id", [](const group_rule& r, auto& out) { out.push_back(r.group.id); }},
    {"security-group-rule-id", [](const group_rule& r, auto& out) { out.push_back(r.item.id); }},
};

boost::json::object authorize(region_state& region, const input& request, bool egress) {
  auto& group = group_by_id_or_name(region, request);
  auto rules = read_permissions(region, group, request, egress);
  const auto tags = read_tag_specifications(request, "security-group-rule");
  for (const auto& made : rules)
    if (std::ranges::any_of(group.rules, [&](const rule& other) { return other.same_as(made); }))
      throw api_error{"InvalidPermission.Duplicate",
                      join({"the specified rule \"", describe(made), "\" already exists"})};
  const auto count = std::ranges::count(group.rules, egress, &rule::egress);
  if (count + static_cast<std::ptrdiff_t>(rules.size()) > max_rules)
    throw api_error{"RulesPerSecurityGroupLimitExceeded",
                    "The maximum number of rules per security group has been reached."};

  boost::json::array list;
  for (auto& made : rules) {
    made.tags = tags;
    list.push_back(write_rule(region, group, region.add_rule(group, std::move(made))));
  }
  return {{"Return", true}, {"SecurityGroupRules", std::move(list)}};
}

boost::json::object write_revoked(const security_group& of, const rule& from) {
  boost::json::object output{{"SecurityGroupRuleId", from.id},
                             {"GroupId", of.id},
                             {"IsEgress", from.egress},
                             {"IpProtocol", from.traffic.protocol},
                             {"FromPort", from.traffic.from_port},
                             {"ToPort", from.traffic.to_port}};
  switch (from.peer.kind) {
    case peer_kind::cidr_v4: output["CidrIpv4"] = from.peer.value; break;
    case peer_kind::cidr_v6: output["CidrIpv6"] = from.peer.value; break;
    case peer_kind::prefix_list: output["PrefixListId"] = from.peer.value; break;
    case peer_kind::group: output["ReferencedGroupId"] = from.peer.value; break;
  }
  if (!from.description.empty()) output["Description"] = from.description;
  return output;
}

/// Ids of the rules to take away; what the group does not have goes to `unknown`.
std::vector<std::string> rules_to_revoke(region_state& region, const security_group& group, const input& request,
                                         bool egress, std::vector<rule>& unknown) {
  const auto ids = request.texts("SecurityGroupRuleIds");
  for (const auto& id : ids) {
    require_well_formed(id, "sgr", "InvalidSecurityGroupRuleId.Malformed");
    if (std::ranges::none_of(group.rules, [&](const rule& r) { return r.id == id && r.egress == egress; }))
      throw api_error{"InvalidSecurityGroupRuleId.NotFound",
                      join({"The security group rule ID '", id, "' does not exist"})};
  }
  if (!ids.empty()) {
    if (request.has("IpPermissions"))
      throw invalid_combination(
          "The parameter 'securityGroupRuleIds' may not be used in combination with 'ipPermissions'");
    return ids;
  }
  std::vector<std::string> found;
  for (auto& meant : read_permissions(region, group, request, egress)) {
    auto at = std::ranges::find_if(group.rules, [&](const rule& r) { return r.same_as(meant); });
    if (at != group.rules.end())
      found.push_back(at->id);
    else
      unknown.push_back(std::move(meant));
  }
  return found;
}

boost::json::object revoke(region_state& region, const input& request, bool egress) {
  auto& group = group_by_id_or_name(region, request);
  std::vector<rule> unknown;
  const auto ids = rules_to_revoke(region, group, request, egress, unknown);
  // Rules that are not there are an error in a VPC of the user's own; in the default VPC the answer just lists them.
  const auto* vpc = region.vpcs.find(group.vpc_id);
  if (!unknown.empty() && !(vpc != nullptr && vpc->is_default))
    throw api_error{"InvalidPermission.NotFound", "The specified rule does not exist in this security group."};

  boost::json::array revoked;
  for (const auto& id : ids) {
    auto at = std::ranges::find(group.rules, id, &rule::id);
    if (at == group.rules.end()) continue;  // the request named it twice
    revoked.push_back(write_revoked(group, *at));
    group.rules.erase(at);
  }
  boost::json::object output{{"Return", true}, {"RevokedSecurityGroupRules", std::move(revoked)}};
  if (!unknown.empty()) output["UnknownIpPermissions"] = write_permissions(region, unknown, egress);
  return output;
}

}  // namespace

boost::json::object authorize_security_group_ingress(region_state& region, const input& request, const call_context&) {
  return authorize(region, request, false);
}

boost::json::object authorize_security_group_egress(region_state& region, const input& request, const call_context&) {
  return authorize(region, request, true);
}

boost::json::object revoke_security_group_ingress(region_state& region, const input& request, const call_context&) {
  return revoke(region, request, false);
}

boost::json::object revoke_security_group_egress(region_state& region, const input& request, const call_context&) {
  return revoke(region, request, true);
}

boost::json::object describe_security_group_rules(region_state& region, const input& request, const call_context&) {
  const filter_set<group_rule> filters{request, fields};
  page page{"DescribeSecurityGroupRules", request};
  auto missing = request.texts("SecurityGroupRuleIds");
  const auto ids = missing;
  for (const auto& id : ids) require_well_formed(id, "sgr", "InvalidSecurityGroupRuleId.Malformed");

  boost::json::array list;
  for (const auto& [position, group] : region.groups) {
    for (const auto& item : group.rules) {
      std::erase(missing, item.id);
      if (!ids.empty() && std::ranges::find(ids, item.id) == ids.end()) continue;
      // Fewer than 2^24 rules are ever made in a group, so this position grows from rule to rule.
      if (filters.matches({group, item, item.tags}) && page.take(position << 24 | item.number))
        list.push_back(write_rule(region, group, item));
    }
  }
  if (!missing.empty())
    throw api_error{"InvalidSecurityGroupRuleId.NotFound",
                    join({"The security group rule ID '", missing.front(), "' does not exist"})};
  boost::json::object output{{"SecurityGroupRules", std::move(list)}};
  page.finish(output);
  return output;
}

}  // namespace aloft::local::ec2
