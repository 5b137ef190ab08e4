#include "local/ec2/region_state.hpp"

#include "local/api_error.hpp"
#include "local/region_facts.hpp"

namespace aloft::local::ec2 {
namespace {

rule allow(bool egress, peer from) {
  rule made;
  made.egress = egress;
  made.peer = std::move(from);
  return made;
}

template <class T>
T& require(collection<T>& in, std::string_view id, std::string_view code, std::string_view what) {
  if (auto* found = in.find(id)) return *found;
  throw api_error{std::string{code}, join({"The ", what, " '", id, "' does not exist"})};
}

}  // namespace

void require_well_formed(std::string_view id, std::string_view prefix, std::string_view code) {
  if (!well_formed(id, prefix))
    throw api_error{std::string{code}, join({"Invalid id: \"", id, "\" (expecting \"", prefix, "-...\")"})};
}

region_state::region_state(std::string name, const local::account& account)
    : ids{account.id + '/' + name}, name_{std::move(name)}, account_{&account} {
  add_default_subnets(add_vpc(*cidr::parse("172.31.0.0/16", false), true));
}

std::array<std::string, 3> region_state::zones() const { return {name_ + 'a', name_ + 'b', name_ + 'c'}; }

std::string region_state::arn(std::string_view type, std::string_view id) const {
  const auto* fact = find_region(name_);
  return join(
      {"arn:", fact != nullptr ? fact->partition : "aws", ":ec2:", name_, ":", account_->id, ":", type, "/", id});
}

vpc& region_state::add_vpc(const cidr& block, bool is_default) {
  vpc made;
  made.id = ids.next("vpc");
  made.owner_id = account_->id;
  made.block = block;
  made.is_default = is_default;
  made.dhcp_options_id = id_source{name_}.next("dopt");
  made.association_id = ids.next("vpc-cidr-assoc");
  auto& added = vpcs.add(std::move(made));

  auto& group = add_group(added.id, "default", "default VPC security group");
  add_rule(group, allow(false, peer{peer_kind::group, group.id, account_->id, {}, {}}));
  return added;
}

void region_state::add_default_subnets(const vpc& in) {
  std::uint32_t number = 0;
  for (const auto& zone : zones()) {
    subnet made;
    made.id = ids.next("subnet");
    made.owner_id = account_->id;
    made.vpc_id = in.id;
    made.zone = zone;
    made.addresses = address_pool{*cidr::parse(in.block.address(number++ * 4096) + "/20", false)};
    made.is_default = true;
    subnets.add(std::move(made));
  }
}

security_group& region_state::add_group(std::string_view vpc_id, std::string_view name, std::string_view description) {
  security_group made;
  made.id = ids.next("sg");
  made.owner_id = account_->id;
  made.name = name;
  made.description = description;
  made.vpc_id = vpc_id;
  auto& added = groups.add(std::move(made));
  add_rule(added, allow(true, peer{peer_kind::cidr_v4, "0.0.0.0/0", {}, {}, {}}));
  return added;
}

rule& region_state::add_rule(security_group& to, rule made) {
  made.id = ids.next("sgr");
  made.number = ++to.rules_made;
  return to.rules.emplace_back(std::move(made));
}

cidr region_state::next_ipv6_block() {
  const auto bits = ids.next_bits();
  cidr block{true, {0x26, 0x00, 0x1f}, 56};  // in Amazon's 2600:1f00::/24
  for (std::size_t i = 3; i < 7; ++i) block.bytes[i] = static_cast<std::uint8_t>(bits >> (8 * i));
  return block;
}

vpc* region_state::default_vpc() noexcept {
  for (auto& [position, item] : vpcs)
    if (item.is_default) return &item;
  return nullptr;
}

security_group* region_state::find_group(std::string_view vpc_id, std::string_view name) noexcept {
  for (auto& [position, item] : groups)
    if (item.vpc_id == vpc_id && item.name == name) return &item;
  return nullptr;
}

vpc& region_state::require_vpc(std::string_view id) { return require(vpcs, id, "InvalidVpcID.NotFound", "vpc ID"); }

subnet& region_state::require_subnet(std::string_view id) {
  return require(subnets, id, "InvalidSubnetID.NotFound", "subnet ID");
}

security_group& region_state::require_group(std::string_view id) {
  require_well_formed(id, "sg", "InvalidGroupId.Malformed");
  return require(groups, id, "InvalidGroup.NotFound", "security group");
}

instance& region_state::require_instance(std::string_view id) {
  require_well_formed(id, "i", "InvalidInstanceID.Malformed");
  return require(instances, id, "InvalidInstanceID.NotFound", "instance ID");
}

}  // namespace aloft::local::ec2
