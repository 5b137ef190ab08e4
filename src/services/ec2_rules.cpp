#include <aloft/ec2_rules.hpp>

#include "services/ip_protocols.hpp"

#include <charconv>

namespace aloft::ec2 {
namespace {

/// EC2 writes -1 for "all", and leaves ports out where the protocol has none.
std::optional<int> port(value of) {
  if (of.is_null() || of.as_integer() < 0) return std::nullopt;
  return static_cast<int>(of.as_integer());
}

/// Appends the rules of one permission of a group: one for each peer.
class flattener {
 public:
  flattener(std::vector<security_group_rule>& to, value group, std::string_view region) : to_{to} {
    row_.region = region;
    row_.group_id = group["GroupId"].as_text();
    row_.group_name = group["GroupName"].as_text();
    row_.vpc_id = group["VpcId"].as_text();
  }

  void permissions(rule_direction direction, value list) {
    row_.direction = direction;
    for (const value permission : list) {
      row_.protocol = protocol_name(permission["IpProtocol"].as_text());
      row_.from_port = port(permission["FromPort"]);
      row_.to_port = port(permission["ToPort"]);
      peers(rule_peer::ipv4, permission["IpRanges"], "CidrIp");
      peers(rule_peer::ipv6, permission["Ipv6Ranges"], "CidrIpv6");
      peers(rule_peer::prefix_list, permission["PrefixListIds"], "PrefixListId");
      peers(rule_peer::group, permission["UserIdGroupPairs"], "GroupId");
    }
  }

 private:
  void peers(rule_peer kind, value list, std::string_view member) {
    for (const value peer : list) {
      auto& rule = to_.emplace_back(row_);
      rule.peer_kind = kind;
      rule.peer = peer[member].as_text();
      // A group of another account may be known by its name alone.
      if (rule.peer.empty()) rule.peer = peer["GroupName"].as_text();
      rule.peer_owner = kind == rule_peer::group ? peer["UserId"].as_text() : std::string_view{};
      rule.description = peer["Description"].as_text();
    }
  }

  std::vector<security_group_rule>& to_;
  security_group_rule row_;
};

}  // namespace

std::string_view to_string(rule_direction direction) noexcept {
  return direction == rule_direction::ingress ? "ingress" : "egress";
}

std::string_view to_string(rule_peer peer) noexcept {
  switch (peer) {
    case rule_peer::ipv4: return "ipv4";
    case rule_peer::ipv6: return "ipv6";
    case rule_peer::prefix_list: return "prefix-list";
    case rule_peer::group: return "group";
  }
  return "unknown";
}

std::string protocol_name(std::string_view protocol) {
  int number = 0;
  const auto [end, failure] = std::from_chars(protocol.data(), protocol.data() + protocol.size(), number);
  if (failure != std::errc{} || end != protocol.data() + protocol.size()) return std::string{protocol};
  if (number == -1) return "all";
  const auto name = ip_protocol_name(number);
  return std::string{name.empty() ? protocol : name};
}

std::vector<security_group_rule> rules_of(value output, std::string_view region) {
  std::vector<security_group_rule> rules;
  for (const value group : output["SecurityGroups"]) {
    flattener rows{rules, group, region};
    rows.permissions(rule_direction::ingress, group["IpPermissions"]);
    rows.permissions(rule_direction::egress, group["IpPermissionsEgress"]);
  }
  return rules;
}

}  // namespace aloft::ec2
