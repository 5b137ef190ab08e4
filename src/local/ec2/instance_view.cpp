#include "local/ec2/instance_view.hpp"

#include "local/api_error.hpp"
#include "local/region_facts.hpp"

#include <algorithm>

namespace aloft::local::ec2 {
namespace {

std::string dashed(std::string address) {
  std::ranges::replace(address, '.', '-');
  return address;
}

boost::json::array write_interfaces(const region_state& region, const instance& from) {
  boost::json::object interface {
    {"NetworkInterfaceId", from.interface_id},
        {"Attachment",
         {{"AttachmentId", from.attachment_id},
          {"AttachTime", format_timestamp(from.launched, timestamp_format::date_time)},
          {"DeleteOnTermination", true},
          {"DeviceIndex", 0},
          {"NetworkCardIndex", 0},
          {"Status", "attached"}}},
        {"Groups", write_groups(region, from.group_ids)}, {"OwnerId", from.owner_id},
        {"PrivateIpAddress", from.private_ip},
        {"PrivateIpAddresses", {{{"Primary", true}, {"PrivateIpAddress", from.private_ip}}}}, {"SourceDestCheck", true},
        {"Status", "in-use"}, {"SubnetId", from.subnet_id}, {"VpcId", from.vpc_id}, {"InterfaceType", "interface"},
  };
  return {std::move(interface)};
}

bool is_arm(std::string_view type) noexcept {
  const auto family = type.substr(0, type.find('.'));
  return family.starts_with("a1") || (family.size() > 2 && family.find('g', 2) != std::string_view::npos);
}

}  // namespace

std::string_view to_string(instance_state state) noexcept {
  switch (state) {
    case instance_state::pending: return "pending";
    case instance_state::running: return "running";
    case instance_state::shutting_down: return "shutting-down";
    case instance_state::terminated: return "terminated";
    case instance_state::stopping: return "stopping";
    case instance_state::stopped: return "stopped";
  }
  return "";
}

boost::json::object write_state(instance_state state) {
  return {{"Code", static_cast<int>(state)}, {"Name", to_string(state)}};
}

boost::json::array write_groups(const region_state& region, const std::vector<std::string>& ids) {
  boost::json::array list;
  for (const auto& id : ids) {
    const auto* group = region.groups.find(id);
    list.push_back({{"GroupId", id}, {"GroupName", group != nullptr ? group->name : std::string{}}});
  }
  return list;
}

boost::json::object write_instance(const region_state& region, const instance& from) {
  const bool live = from.state != instance_state::terminated;
  boost::json::object output{
      {"InstanceId", from.id},
      {"ImageId", from.image_id},
      {"State", write_state(from.state)},
      {"PrivateDnsName", live ? private_dns_name(region, from) : ""},
      {"PublicDnsName", live ? public_dns_name(region, from) : ""},
      {"StateTransitionReason", from.reason},
      {"AmiLaunchIndex", from.launch_index},
      {"ProductCodes", boost::json::array{}},
      {"InstanceType", from.type},
      {"LaunchTime", format_timestamp(from.launched, timestamp_format::date_time)},
      {"Placement", {{"AvailabilityZone", from.zone}, {"GroupName", ""}, {"Tenancy", from.tenancy}}},
      {"Monitoring", {{"State", from.monitored ? "enabled" : "disabled"}}},
      {"Architecture", is_arm(from.type) ? "arm64" : "x86_64"},
      {"RootDeviceType", "ebs"},
      {"RootDeviceName", "/dev/xvda"},
      {"BlockDeviceMappings", boost::json::array{}},
      {"VirtualizationType", "hvm"},
      {"Hypervisor", "xen"},
      {"EbsOptimized", false},
      {"EnaSupport", true},
      {"Tags", write_tags(from.tags)},
      {"SecurityGroups", live ? write_groups(region, from.group_ids) : boost::json::array{}},
      {"NetworkInterfaces", live ? write_interfaces(region, from) : boost::json::array{}},
  };
  if (!from.client_token.empty()) output["ClientToken"] = from.client_token;
  if (!from.key_name.empty()) output["KeyName"] = from.key_name;
  if (!from.profile_arn.empty()) output["IamInstanceProfile"] = {{"Arn", from.profile_arn}, {"Id", from.profile_id}};
  if (!live) {
    output["StateReason"] = {{"Code", "Client.UserInitiatedShutdown"},
                             {"Message", "Client.UserInitiatedShutdown: User initiated shutdown"}};
    return output;
  }
  output["SubnetId"] = from.subnet_id;
  output["VpcId"] = from.vpc_id;
  output["PrivateIpAddress"] = from.private_ip;
  if (!from.public_ip.empty()) output["PublicIpAddress"] = from.public_ip;
  output["SourceDestCheck"] = true;
  return output;
}

boost::json::object write_reservation(const instance& first) {
  return {{"ReservationId", first.reservation_id}, {"OwnerId", first.owner_id}, {"Groups", boost::json::array{}}};
}

std::string private_dns_name(const region_state& region, const instance& of) {
  const std::string domain = region.name() == "us-east-1" ? "ec2.internal" : region.name() + ".compute.internal";
  return "ip-" + dashed(of.private_ip) + '.' + domain;
}

std::string public_dns_name(const region_state& region, const instance& of) {
  if (of.public_ip.empty()) return {};
  const auto* fact = find_region(region.name());
  const std::string domain = region.name() == "us-east-1" ? "compute-1" : region.name() + ".compute";
  return "ec2-" + dashed(of.public_ip) + '.' + domain + '.' + std::string{dns_suffix(fact->partition)};
}

void require_instances_exist(const region_state& region, const std::vector<std::string>& ids) {
  std::string missing;
  std::size_t count = 0;
  for (const auto& id : ids) {
    require_well_formed(id, "i", "InvalidInstanceID.Malformed");
    if (region.instances.find(id) != nullptr) continue;
    missing += (missing.empty() ? "" : ", ") + id;
    ++count;
  }
  if (count == 0) return;
  throw api_error{"InvalidInstanceID.NotFound", join({count == 1 ? "The instance ID '" : "The instance IDs '", missing,
                                                      count == 1 ? "' does not exist" : "' do not exist"})};
}

void advance(region_state& region, timestamp now) {
  constexpr std::int64_t terminated_shows = 3600;
  std::vector<std::string> gone;
  for (auto& [position, item] : region.instances) {
    switch (item.state) {
      case instance_state::pending: item.state = instance_state::running; break;
      case instance_state::stopping: item.state = instance_state::stopped; break;
      case instance_state::shutting_down: item.state = instance_state::terminated; break;
      case instance_state::terminated:
        if (now.seconds - item.changed.seconds > terminated_shows) gone.push_back(item.id);
        break;
      case instance_state::running:
      case instance_state::stopped: break;
    }
  }
  for (const auto& id : gone) region.instances.remove(id);
}

}  // namespace aloft::local::ec2
