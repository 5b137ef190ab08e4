#pragma once
// What a region of the embedded EC2 holds, as plain values.

#include "aloft/timestamp.hpp"
#include "local/ec2/address_pool.hpp"
#include "local/ec2/cidr.hpp"
#include "local/ec2/tag_set.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aloft::local::ec2 {

struct vpc {
  std::string id;
  std::string owner_id;
  cidr block;
  std::optional<cidr> block_v6;
  bool is_default = false;
  std::string tenancy = "default";
  std::string dhcp_options_id;
  std::string association_id;
  std::string association_id_v6;
  tag_set tags;
};

struct subnet {
  std::string id;
  std::string owner_id;
  std::string vpc_id;
  std::string zone;  ///< "eu-west-1a"
  address_pool addresses;
  bool is_default = false;
  tag_set tags;
};

/// Who a rule lets in or out.
enum class peer_kind : std::uint8_t {
  cidr_v4,
  cidr_v6,
  prefix_list,
  group,
};

struct peer {
  peer_kind kind = peer_kind::cidr_v4;
  std::string value;    ///< canonical block, prefix list id, or group id
  std::string account;  ///< owner of the group
  std::string vpc_id;   ///< of a group in another VPC, as the request stated it
  std::string peering_id;
  bool operator==(const peer& other) const noexcept {
    return kind == other.kind && value == other.value && account == other.account;
  }
};

/// Protocol and ports of a rule. Protocols are "-1" (all), "tcp", "udp", "icmp", "icmpv6" or a number.
struct traffic {
  std::string protocol = "-1";
  int from_port = -1;  ///< ICMP: type, -1 is all
  int to_port = -1;    ///< ICMP: code, -1 is all
  bool has_ports() const noexcept {
    return protocol == "tcp" || protocol == "udp" || protocol == "icmp" || protocol == "icmpv6";
  }
  bool operator==(const traffic&) const = default;
};

struct rule {
  std::string id;            ///< "sgr-…"
  std::uint64_t number = 0;  ///< grows from rule to rule of a group, never reused
  bool egress = false;
  ec2::traffic traffic;
  ec2::peer peer;
  std::string description;
  tag_set tags;
  /// The same permission, whatever it is called.
  bool same_as(const rule& other) const noexcept {
    return egress == other.egress && traffic == other.traffic && peer == other.peer;
  }
};

struct security_group {
  std::string id;
  std::string owner_id;
  std::string name;
  std::string description;
  std::string vpc_id;
  std::vector<rule> rules;
  std::uint64_t rules_made = 0;
  tag_set tags;
};

/// EC2's instance states with their codes.
enum class instance_state : int {
  pending = 0,
  running = 16,
  shutting_down = 32,
  terminated = 48,
  stopping = 64,
  stopped = 80,
};

struct instance {
  std::string id;
  std::string owner_id;
  std::string reservation_id;
  int launch_index = 0;
  std::string image_id;
  std::string type;
  std::string key_name;
  std::string client_token;
  std::string vpc_id, subnet_id, zone;
  std::string private_ip, public_ip;
  std::string interface_id, attachment_id;
  std::vector<std::string> group_ids;
  std::string profile_arn, profile_id;
  std::string tenancy = "default";
  bool monitored = false;
  bool protected_from_termination = false;
  timestamp launched;
  instance_state state = instance_state::pending;
  timestamp changed;   ///< when the state was entered
  std::string reason;  ///< of the last change, as AWS words it
  tag_set tags;
};

}  // namespace aloft::local::ec2
