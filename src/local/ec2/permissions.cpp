#include "local/ec2/permissions.hpp"

#include "local/api_error.hpp"
#include "local/characters.hpp"
#include "local/number.hpp"

#include <algorithm>
#include <utility>

namespace aloft::local::ec2 {
namespace {

std::string read_protocol(std::string_view text) {
  constexpr std::pair<std::string_view, std::string_view> names[] = {
      {"1", "icmp"}, {"6", "tcp"}, {"17", "udp"}, {"58", "icmpv6"}, {"all", "-1"}};
  if (text.empty()) throw missing_parameter("ipProtocol");
  std::string lower{text};
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const auto& [number, name] : names)
    if (lower == number || lower == name) return std::string{name};
  const auto number = parse_number<int>(lower);
  if (!number || *number < 0 || *number > 255)
    throw invalid_parameter(join({"Invalid value '", text, "' for IP protocol. Unknown protocol."}));
  return std::to_string(*number);
}

int in_range(std::int64_t value, int least, int most, std::string_view what) {
  if (value < least || value > most)
    throw invalid_parameter(join({what, " (", std::to_string(value), ") out of range"}));
  return static_cast<int>(value);
}

traffic read_traffic(const input& permission) {
  traffic read;
  read.protocol = read_protocol(permission.text("IpProtocol"));
  if (!read.has_ports()) return read;  // AWS drops ports of other protocols: all of them are meant
  const auto from = permission.integer("FromPort"), to = permission.integer("ToPort");
  if (read.protocol == "tcp" || read.protocol == "udp") {
    if (!from || !to)
      throw invalid_parameter("Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
    if (*from == -1 && *to == -1) {
      read.from_port = 0, read.to_port = 65535;
      return read;
    }
    read.from_port = in_range(*from, 0, 65535, "TCP/UDP port");
    read.to_port = in_range(*to, 0, 65535, "TCP/UDP port");
    if (read.from_port > read.to_port)
      throw invalid_parameter(
          join({"Invalid TCP/UDP port range (", std::to_string(*from), ":", std::to_string(*to), ")"}));
  } else {
    if (read.protocol == "icmp" && (!from || !to))
      throw invalid_parameter("Invalid value 'Must specify both type and code with ICMP.' for portRange.");
    read.from_port = in_range(from.value_or(-1), -1, 255, "ICMP type");
    read.to_port = in_range(to.value_or(-1), -1, 255, "ICMP code");
    if (read.from_port == -1 && read.to_port != -1) throw invalid_parameter("ICMP code must be -1 when the type is -1");
  }
  return read;
}

peer read_block(std::string_view text, bool v6) {
  const auto block = cidr::parse(text, v6);
  if (!block) throw invalid_parameter(join({"CIDR block ", text, " is malformed"}));
  peer read;
  read.kind = v6 ? peer_kind::cidr_v6 : peer_kind::cidr_v4;
  read.value = block->text();
  return read;
}

peer read_group(region_state& region, const security_group& of, const input& pair) {
  peer read;
  read.kind = peer_kind::group;
  read.account = pair.optional_text("UserId").value_or(of.owner_id);
  read.vpc_id = pair.text("VpcId");
  read.peering_id = pair.text("VpcPeeringConnectionId");
  const auto id = pair.text("GroupId"), name = pair.text("GroupName");
  if (id.empty() && name.empty()) throw missing_parameter("GroupId");
  if (read.account != of.owner_id) {  // another account's group: AWS cannot look into it either
    if (id.empty()) throw missing_parameter("GroupId");
    require_well_formed(id, "sg", "InvalidGroupId.Malformed");
    read.value = id;
    return read;
  }
  const auto* found = !id.empty() ? &region.require_group(id) : region.find_group(of.vpc_id, name);
  if (found == nullptr)
    throw api_error{"InvalidGroup.NotFound", join({"The security group '", name, "' does not exist"})};
  if (found->vpc_id != of.vpc_id && read.peering_id.empty())
    throw api_error{"InvalidGroup.NotFound", "You have specified two resources that belong to different networks."};
  read.value = found->id;
  return read;
}

/// Appends the rules of one permission, one per peer.
void read_permission(region_state& region, const security_group& of, const input& permission, bool egress,
                     std::vector<rule>& out) {
  const auto before = out.size();
  rule base;
  base.egress = egress;
  base.traffic = read_traffic(permission);
  auto add = [&](peer to, std::string_view description) {
    rule read = base;
    read.peer = std::move(to);
    read.description = description;
    out.push_back(std::move(read));
  };
  for (const auto& range : permission.structures("IpRanges"))
    add(read_block(range.text("CidrIp"), false), range.text("Description"));
  for (const auto& range : permission.structures("Ipv6Ranges"))
    add(read_block(range.text("CidrIpv6"), true), range.text("Description"));
  for (const auto& list : permission.structures("PrefixListIds")) {
    const auto id = list.text("PrefixListId");
    if (!well_formed(id, "pl"))
      throw api_error{"InvalidPrefixListId.Malformed", join({"Invalid id: \"", id, "\" (expecting \"pl-...\")"})};
    add(peer{peer_kind::prefix_list, std::string{id}, {}, {}, {}}, list.text("Description"));
  }
  for (const auto& pair : permission.structures("UserIdGroupPairs"))
    add(read_group(region, of, pair), pair.text("Description"));
  if (out.size() == before)
    throw api_error{"MissingParameter",
                    "The request must contain a source or destination: an address block, prefix list or group"};
}

/// The flat parameters of old, which mean one rule.
void read_flat(region_state& region, const security_group& of, const input& request, bool egress,
               std::vector<rule>& out) {
  rule read;
  read.egress = egress;
  if (const auto name = request.optional_text("SourceSecurityGroupName")) {
    const auto owner = request.optional_text("SourceSecurityGroupOwnerId").value_or(of.owner_id);
    const auto* found = owner == of.owner_id ? region.find_group(of.vpc_id, *name) : nullptr;
    if (found == nullptr)
      throw api_error{"InvalidGroup.NotFound", join({"The security group '", *name, "' does not exist"})};
    read.peer = peer{peer_kind::group, found->id, std::string{owner}, {}, {}};
    if (request.has("IpProtocol")) read.traffic = read_traffic(request);
  } else {
    read.traffic = read_traffic(request);
    read.peer = read_block(request.required("CidrIp"), false);
  }
  out.push_back(std::move(read));
}

void check_description(std::string_view text) {
  if (text.size() > 255 || !has_only_letters_digits_and(" ._-:/()#,@[]+=&;{}!$*", text))
    throw invalid_parameter(
        "Invalid rule description. Valid descriptions are strings less than 256 characters from the "
        "following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*");
}

boost::json::object write_pair(region_state& region, const rule& from) {
  boost::json::object pair{{"GroupId", from.peer.value}, {"UserId", from.peer.account}};
  if (const auto* group = region.groups.find(from.peer.value);
      group == nullptr && from.peer.account == region.account().id)
    pair["PeeringStatus"] = "deleted";
  if (!from.peer.vpc_id.empty()) pair["VpcId"] = from.peer.vpc_id;
  if (!from.peer.peering_id.empty())
    pair["VpcPeeringConnectionId"] = from.peer.peering_id, pair["PeeringStatus"] = "active";
  return pair;
}

}  // namespace

std::vector<rule> read_permissions(region_state& region, const security_group& of, const input& request, bool egress) {
  std::vector<rule> rules;
  const bool flat = request.has("IpProtocol") || request.has("CidrIp") || request.has("SourceSecurityGroupName");
  const auto permissions = request.structures("IpPermissions");
  if (flat && !permissions.empty())
    throw invalid_combination("The parameter 'ipPermissions' may not be used in combination with 'ipProtocol'");
  for (const auto& permission : permissions) read_permission(region, of, permission, egress, rules);
  if (flat) read_flat(region, of, request, egress, rules);
  if (rules.empty())
    throw api_error{"MissingParameter", "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided."};
  for (auto at = rules.begin(); at != rules.end(); ++at) {
    check_description(at->description);
    if (std::any_of(rules.begin(), at, [&](const rule& other) { return other.same_as(*at); }))
      throw invalid_parameter("The same permission must not appear multiple times");
  }
  return rules;
}

boost::json::array write_permissions(region_state& region, const std::vector<rule>& rules, bool egress) {
  struct bundle {
    traffic what;
    boost::json::array v4, v6, lists, pairs;
  };
  std::vector<bundle> bundles;
  for (const auto& from : rules) {
    if (from.egress != egress) continue;
    auto at = std::ranges::find(bundles, from.traffic, &bundle::what);
    if (at == bundles.end()) at = bundles.insert(at, bundle{from.traffic, {}, {}, {}, {}});
    boost::json::object entry;
    auto* into = &at->pairs;
    switch (from.peer.kind) {
      case peer_kind::cidr_v4: entry["CidrIp"] = from.peer.value, into = &at->v4; break;
      case peer_kind::cidr_v6: entry["CidrIpv6"] = from.peer.value, into = &at->v6; break;
      case peer_kind::prefix_list: entry["PrefixListId"] = from.peer.value, into = &at->lists; break;
      case peer_kind::group: entry = write_pair(region, from); break;
    }
    if (!from.description.empty()) entry["Description"] = from.description;
    into->push_back(std::move(entry));
  }
  boost::json::array list;
  for (auto& from : bundles) {
    boost::json::object permission{{"IpProtocol", from.what.protocol},
                                   {"IpRanges", std::move(from.v4)},
                                   {"Ipv6Ranges", std::move(from.v6)},
                                   {"PrefixListIds", std::move(from.lists)},
                                   {"UserIdGroupPairs", std::move(from.pairs)}};
    if (from.what.has_ports()) {
      permission["FromPort"] = from.what.from_port;
      permission["ToPort"] = from.what.to_port;
    }
    list.push_back(std::move(permission));
  }
  return list;
}

boost::json::object write_rule(const region_state& region, const security_group& of, const rule& from) {
  boost::json::object output{{"SecurityGroupRuleId", from.id},
                             {"GroupId", of.id},
                             {"GroupOwnerId", of.owner_id},
                             {"IsEgress", from.egress},
                             {"IpProtocol", from.traffic.protocol},
                             {"FromPort", from.traffic.from_port},
                             {"ToPort", from.traffic.to_port},
                             {"Tags", write_tags(from.tags)},
                             {"SecurityGroupRuleArn", region.arn("security-group-rule", from.id)}};
  switch (from.peer.kind) {
    case peer_kind::cidr_v4: output["CidrIpv4"] = from.peer.value; break;
    case peer_kind::cidr_v6: output["CidrIpv6"] = from.peer.value; break;
    case peer_kind::prefix_list: output["PrefixListId"] = from.peer.value; break;
    case peer_kind::group: {
      boost::json::object group{{"GroupId", from.peer.value}, {"UserId", from.peer.account}};
      if (!from.peer.vpc_id.empty()) group["VpcId"] = from.peer.vpc_id;
      if (!from.peer.peering_id.empty()) group["VpcPeeringConnectionId"] = from.peer.peering_id;
      output["ReferencedGroupInfo"] = std::move(group);
    }
  }
  if (!from.description.empty()) output["Description"] = from.description;
  return output;
}

std::string describe(const rule& of) {
  std::string protocol = of.traffic.protocol == "-1" ? "ALL" : of.traffic.protocol;
  std::ranges::transform(protocol, protocol.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  std::string text = join({"peer: ", of.peer.value, ", ", protocol});
  if (of.traffic.protocol == "tcp" || of.traffic.protocol == "udp")
    text += join(
        {", from port: ", std::to_string(of.traffic.from_port), ", to port: ", std::to_string(of.traffic.to_port)});
  else if (of.traffic.has_ports())
    text += join({", type: ", std::to_string(of.traffic.from_port), ", code: ", std::to_string(of.traffic.to_port)});
  return text + ", ALLOW";
}

}  // namespace aloft::local::ec2
