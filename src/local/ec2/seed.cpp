#include "local/ec2/seed.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace aloft::local::ec2 {
namespace {

/// One rule. `peer`: an address block, "pl-…", "@name" for a group of the same VPC, or "ACCOUNT/sg-…" for one of
/// another account's.
struct rule_plan {
  std::string_view group;
  bool egress;
  std::string_view protocol;
  int from, to;
  std::string_view peer, description;
};

constexpr bool in = false, out = true;

struct group_plan {
  std::string_view name, description;
  int weight;  ///< in how large an estate it is found: 1 everywhere, 3 in the largest alone
};

constexpr group_plan groups[] = {
    {"alb-public", "Public load balancer", 1}, {"web", "Web servers behind the load balancer", 1},
    {"bastion", "SSH from the offices", 1},    {"postgres", "Database servers", 1},
    {"cache", "Redis and memcached", 2},       {"monitoring", "Scraped by the monitoring account", 2},
    {"vpn", "Site-to-site tunnels", 2},        {"kafka", "Brokers and their clients", 3},
    {"efs", "Shared file systems", 3},         {"resolver", "Internal name servers", 3},
};

constexpr rule_plan rules[] = {
    {"alb-public", in, "tcp", 80, 80, "0.0.0.0/0", "HTTP, redirected"},
    {"alb-public", in, "tcp", 443, 443, "0.0.0.0/0", "HTTPS"},
    {"alb-public", in, "tcp", 443, 443, "::/0", "HTTPS over IPv6"},
    {"web", in, "tcp", 8080, 8089, "@alb-public", "from the load balancer"},
    {"web", in, "icmp", 8, -1, "10.0.0.0/8", "ping"},
    {"web", in, "tcp", 22, 22, "@bastion", ""},
    {"bastion", in, "tcp", 22, 22, "198.51.100.0/24", "office, first floor"},
    {"bastion", in, "tcp", 22, 22, "203.0.113.17/32", "on call"},
    {"bastion", in, "tcp", 22, 22, "2001:db8:42::/48", "office over IPv6"},
    {"postgres", in, "tcp", 5432, 5432, "@web", "application"},
    {"postgres", in, "tcp", 5432, 5432, "@bastion", "psql by hand"},
    {"postgres", out, "tcp", 443, 443, "pl-63a5400a", "backups to S3"},
    {"cache", in, "tcp", 6379, 6379, "@web", ""},
    {"cache", in, "tcp", 11211, 11211, "@web", ""},
    {"monitoring", in, "tcp", 9100, 9100, "210987654321/sg-0f1e2d3c4b5a69788", "node exporter"},
    {"monitoring", in, "icmpv6", -1, -1, "2001:db8:7::/64", "path MTU"},
    {"monitoring", out, "udp", 514, 514, "10.250.0.10/32", "syslog"},
    {"vpn", in, "udp", 500, 500, "192.0.2.1/32", "IKE"},
    {"vpn", in, "udp", 4500, 4500, "192.0.2.1/32", "NAT traversal"},
    {"vpn", in, "50", -1, -1, "192.0.2.1/32", "ESP"},
    {"kafka", in, "tcp", 9092, 9098, "@web", "clients"},
    {"kafka", in, "-1", -1, -1, "@kafka", "between brokers"},
    {"efs", in, "tcp", 2049, 2049, "@web", "NFS"},
    {"resolver", in, "udp", 53, 53, "10.0.0.0/8", ""},
    {"resolver", in, "tcp", 53, 53, "10.0.0.0/8", ""},
};

struct vpc_plan {
  std::string_view name, block, subnets;  ///< subnets: /24s after this prefix, one a zone
  int weight;
};

constexpr vpc_plan vpcs[] = {
    {"production", "10.20.0.0/16", "10.20.", 1},
    {"staging", "10.30.0.0/16", "10.30.", 2},
    {"analytics", "10.40.0.0/16", "10.40.", 3},
};

/// 3 in the regions most used, 2 in some, 1 elsewhere.
int size_of(std::string_view region) {
  constexpr std::array largest{std::string_view{"us-east-1"}, std::string_view{"eu-west-1"}};
  constexpr std::array middle{std::string_view{"us-west-2"}, std::string_view{"eu-central-1"},
                              std::string_view{"ap-northeast-1"}};
  if (std::ranges::find(largest, region) != largest.end()) return 3;
  return std::ranges::find(middle, region) != middle.end() ? 2 : 1;
}

peer read_peer(region_state& region, std::string_view vpc_id, std::string_view text) {
  if (text.starts_with('@'))
    return {peer_kind::group, region.find_group(vpc_id, text.substr(1))->id, region.account().id, {}, {}};
  if (text.starts_with("pl-")) return {peer_kind::prefix_list, std::string{text}, {}, {}, {}};
  if (const auto group = text.find("/sg-"); group != std::string_view::npos)
    return {peer_kind::group, std::string{text.substr(group + 1)}, std::string{text.substr(0, group)}, {}, {}};
  const bool v6 = text.find(':') != std::string_view::npos;
  return {v6 ? peer_kind::cidr_v6 : peer_kind::cidr_v4, cidr::parse(text, v6)->text(), {}, {}, {}};
}

void plant_groups(region_state& region, const vpc& where, std::string_view stage, int size) {
  for (const auto& plan : groups) {
    if (plan.weight > size) continue;
    auto& made = region.add_group(where.id, plan.name, plan.description);
    made.tags = {{"Name", std::string{stage} + '-' + std::string{plan.name}}, {"stage", std::string{stage}}};
  }
  for (const auto& plan : rules) {
    auto* group = region.find_group(where.id, plan.group);
    if (group == nullptr) continue;
    rule made;
    made.egress = plan.egress;
    made.traffic = {std::string{plan.protocol}, plan.from, plan.to};
    made.peer = read_peer(region, where.id, plan.peer);
    made.description = plan.description;
    if (plan.egress) std::erase_if(group->rules, [](const rule& r) { return r.egress && r.traffic.protocol == "-1"; });
    region.add_rule(*group, std::move(made));
  }
}

void plant_instances(region_state& region, const vpc& where, std::string_view stage, std::vector<subnet*> subnets) {
  constexpr std::pair<std::string_view, std::string_view> kinds[] = {
      {"web", "t3.medium"}, {"web", "t3.medium"}, {"postgres", "r6g.large"}, {"bastion", "t3.nano"}};
  constexpr std::int64_t launched = 1767225600;  // 2026-01-01T00:00:00Z
  std::size_t number = 0;
  for (const auto& [role, type] : kinds) {
    auto& in = *subnets[number % subnets.size()];
    instance item;
    item.id = region.ids.next("i");
    item.owner_id = region.account().id;
    item.reservation_id = region.ids.next("r");
    item.image_id = "ami-0a1b2c3d4e5f60718";
    item.type = type;
    item.key_name = "operations";
    item.vpc_id = where.id;
    item.subnet_id = in.id;
    item.zone = in.zone;
    item.private_ip = in.addresses.take();
    if (role == "bastion")
      item.public_ip =
          cidr{false, {203, 0, 113, 0}, 24}.address(static_cast<std::uint32_t>(region.ids.next_bits() & 0x7f) + 64);
    item.interface_id = region.ids.next("eni");
    item.attachment_id = region.ids.next("eni-attach");
    item.group_ids = {region.find_group(where.id, role)->id};
    item.launched = item.changed =
        timestamp{launched + static_cast<std::int64_t>(region.ids.next_bits() % (90 * 86400)), 0};
    item.state = instance_state::running;
    item.tags = {{"Name", std::string{stage} + '-' + std::string{role} + '-' + std::to_string(++number)},
                 {"stage", std::string{stage}}};
    region.instances.add(std::move(item));
  }
}

std::vector<subnet*> plant_subnets(region_state& region, const vpc& where, const vpc_plan& plan) {
  std::vector<subnet*> made;
  for (const auto& zone : region.zones()) {
    subnet item;
    item.id = region.ids.next("subnet");
    item.owner_id = where.owner_id;
    item.vpc_id = where.id;
    item.zone = zone;
    item.addresses =
        address_pool{*cidr::parse(std::string{plan.subnets} + std::to_string(made.size()) + ".0/24", false)};
    item.tags = {{"Name", std::string{plan.name} + '-' + zone.back()}};
    made.push_back(&region.subnets.add(std::move(item)));
  }
  return made;
}

}  // namespace

void plant(region_state& region) {
  const int size = size_of(region.name());
  for (const auto& plan : vpcs) {
    if (plan.weight > size) continue;
    auto& made = region.add_vpc(*cidr::parse(plan.block, false));
    made.tags = {{"Name", std::string{plan.name}}};
    plant_groups(region, made, plan.name, size);
    plant_instances(region, made, plan.name, plant_subnets(region, made, plan));
  }
}

}  // namespace aloft::local::ec2
