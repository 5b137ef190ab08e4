#pragma once
// EC2's security groups as one flat list of rules: a row for each group, direction, protocol, port range and peer.

#include <aloft/client.hpp>
#include <aloft/error.hpp>
#include <aloft/value.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::ec2 {

/// Which way the traffic goes that a rule allows.
enum class rule_direction {
  ingress,  ///< into the group's members
  egress,   ///< out of them
};

/// Who is at the other end.
enum class rule_peer {
  ipv4,         ///< a block of addresses, "10.0.0.0/8"
  ipv6,         ///< "2001:db8::/32"
  prefix_list,  ///< "pl-…"
  group,        ///< the members of a security group, "sg-…"
};

struct security_group_rule {
  std::string region, group_id, group_name, vpc_id;
  rule_direction direction = rule_direction::ingress;
  std::string protocol;                   ///< IANA's name ("tcp", "icmpv6", "esp"), a number without one, or "all"
  std::optional<int> from_port, to_port;  ///< ICMP: type and code; nothing: all
  rule_peer peer_kind = rule_peer::ipv4;
  std::string peer;
  std::string peer_owner;  ///< account of a group; empty for the other kinds
  std::string description;

  bool operator==(const security_group_rule&) const = default;
};

std::string_view to_string(rule_direction direction) noexcept;  ///< "ingress", "egress"
std::string_view to_string(rule_peer peer) noexcept;            ///< "ipv4", "ipv6", "prefix-list", "group"

/// The name of an IP protocol as EC2 gives it: "-1" → "all", "6" → "tcp", "58" → "icmpv6"; names stay as they are.
std::string protocol_name(std::string_view protocol);

/// The rules of DescribeSecurityGroups' output (or of one page of it), in its order. Pure.
std::vector<security_group_rule> rules_of(value describe_security_groups_output, std::string_view region);

/// The rules of all groups that the client's region has, or of those that `parameters` of DescribeSecurityGroups
/// select; reads page after page.
/// Cancellation: terminal and partial, at any time; what came is dropped.
/// Ends with: all rules, in the order of the pages.
/// Errors: thrown, those of client::call.
/// Lifetime: the coroutine holds the client.
/// Thread: the caller's executor.
boost::asio::awaitable<std::vector<security_group_rule>> describe_rules(client ec2, boost::json::value parameters = {});

}  // namespace aloft::ec2
