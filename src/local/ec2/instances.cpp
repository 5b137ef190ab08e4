// Instances: run, start, stop, reboot, terminate. Nothing runs; the states and answers are those of EC2.

#include "local/api_error.hpp"
#include "local/ec2/instance_view.hpp"
#include "local/ec2/operations.hpp"
#include "local/region_facts.hpp"

#include <algorithm>

namespace aloft::local::ec2 {
namespace {

constexpr std::int64_t max_instances = 1000;  ///< of one call; AWS's own limit depends on the account

/// What RunInstances asks for, checked.
struct launch {
  std::string image, type, key_name, client_token, address;
  std::int64_t least = 1, most = 1;
  subnet* where = nullptr;
  std::vector<std::string> groups;
  bool public_address = false;
  tag_set tags;
};

void read_count(const input& request, launch& into) {
  const auto least = request.integer("MinCount"), most = request.integer("MaxCount");
  if (!least) throw missing_parameter("MinCount");
  if (!most) throw missing_parameter("MaxCount");
  if (*least < 1) throw invalid_value(std::to_string(*least), "minCount", "The minimum is 1.");
  if (*most < *least) throw invalid_value(std::to_string(*most), "maxCount", "It must not be less than minCount.");
  if (*least > max_instances)
    throw api_error{"InstanceLimitExceeded", join({"You have requested more instances (", std::to_string(*least),
                                                   ") than your current instance limit of 1000 allows."})};
  into.least = *least;
  into.most = std::min(*most, max_instances);
}

void check_type(std::string_view type) {
  const auto dot = type.find('.');
  const bool shaped =
      dot != std::string_view::npos && dot > 0 && dot + 1 < type.size() && std::ranges::all_of(type, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
      });
  if (!shaped) throw invalid_parameter(join({"Invalid value '", type, "' for InstanceType."}));
}

/// The first network interface may state what the request's own parameters can state.
input first_interface(const input& request) {
  const auto interfaces = request.structures("NetworkInterfaces");
  if (interfaces.empty()) return request.structure("NetworkInterfaces");
  if (!request.texts("SecurityGroupIds").empty() || !request.texts("SecurityGroups").empty() || request.has("SubnetId"))
    throw invalid_combination(
        "Network interfaces and an instance-level security groups may not be specified on the same request");
  if (interfaces.size() > 1)
    throw api_error{"UnsupportedOperation", "The embedded EC2 gives an instance one network interface"};
  return interfaces.front();
}

subnet& choose_subnet(region_state& region, const input& request, const input& interface) {
  const auto zone = request.structure("Placement").text("AvailabilityZone");
  const auto zones = region.zones();
  if (!zone.empty() && std::ranges::find(zones, zone) == zones.end())
    throw invalid_parameter(join({"Invalid availability zone: [", zone, "]"}));
  const auto id = request.optional_text("SubnetId").value_or(interface.text("SubnetId"));
  if (!id.empty()) {
    auto& found = region.require_subnet(id);
    if (!zone.empty() && found.zone != zone)
      throw invalid_parameter(join({"The availability zone of subnet '", id, "' is not '", zone, "'"}));
    return found;
  }
  const auto* vpc = region.default_vpc();
  if (vpc == nullptr)
    throw api_error{"VPCIdNotSpecified",
                    "No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC."};
  for (auto& [position, item] : region.subnets)
    if (item.vpc_id == vpc->id && item.is_default && (zone.empty() || item.zone == zone)) return item;
  throw api_error{"MissingInput", join({"No default subnet for availability zone: '", zone, "'."})};
}

std::vector<std::string> choose_groups(region_state& region, const input& request, const input& interface,
                                       const subnet& in) {
  auto ids = request.texts("SecurityGroupIds");
  for (auto& id : interface.texts("Groups")) ids.push_back(std::move(id));
  for (const auto& id : ids)
    if (region.require_group(id).vpc_id != in.vpc_id)
      throw invalid_parameter(join({"Security group ", id, " and subnet ", in.id, " belong to different networks."}));
  for (const auto& name : request.texts("SecurityGroups")) {
    if (!in.is_default) throw invalid_combination("The parameter groupName cannot be used with the parameter subnet");
    const auto* found = region.find_group(in.vpc_id, name);
    if (found == nullptr)
      throw api_error{"InvalidGroup.NotFound",
                      join({"The security group '", name, "' does not exist in default VPC '", in.vpc_id, "'"})};
    ids.push_back(found->id);
  }
  if (ids.empty()) ids.push_back(region.find_group(in.vpc_id, "default")->id);
  return ids;
}

launch read_launch(region_state& region, const input& request) {
  launch wanted;
  wanted.image = request.required("ImageId");
  require_well_formed(wanted.image, "ami", "InvalidAMIID.Malformed");
  read_count(request, wanted);
  wanted.type = request.optional_text("InstanceType").value_or("m1.small");
  check_type(wanted.type);
  wanted.key_name = request.text("KeyName");
  wanted.client_token = request.text("ClientToken");
  if (wanted.client_token.size() > 64)
    throw invalid_value(wanted.client_token, "clientToken", "The maximum is 64 characters.");
  const auto interface = first_interface(request);
  wanted.where = &choose_subnet(region, request, interface);
  wanted.groups = choose_groups(region, request, interface, *wanted.where);
  wanted.public_address =
      interface.has("AssociatePublicIpAddress") ? interface.flag("AssociatePublicIpAddress") : wanted.where->is_default;
  wanted.address = request.optional_text("PrivateIpAddress").value_or(interface.text("PrivateIpAddress"));
  wanted.tags = read_tag_specifications(request, "instance",
                                        {"instance", "volume", "network-interface", "spot-instances-request"});
  return wanted;
}

/// The addresses of the new instances: as many as asked for or as the subnet has, at least MinCount, or one given one.
std::vector<std::string> take_addresses(const launch& wanted) {
  auto& pool = wanted.where->addresses;
  if (!wanted.address.empty()) {
    if (wanted.most > 1) throw invalid_combination("A private IP address can be given to one instance only");
    const auto host = cidr::parse(wanted.address + "/32", false);
    if (!host || !pool.block().contains(*host))
      throw invalid_value(wanted.address, "privateIpAddress",
                          "Address does not fall within the subnet's address range");
    if (!pool.take(wanted.address))
      throw api_error{"InvalidIPAddress.InUse", join({"Address ", wanted.address, " is in use."})};
    return {wanted.address};
  }
  if (pool.available() < wanted.least)
    throw api_error{"InsufficientFreeAddressesInSubnet",
                    join({"There are not enough free addresses in subnet '", wanted.where->id,
                          "' to satisfy the requested number of instances."})};
  std::vector<std::string> taken;
  for (auto count = std::min<std::int64_t>(wanted.most, pool.available()); count > 0; --count)
    taken.push_back(pool.take());
  return taken;
}

std::string public_address(region_state& region) {
  const auto bits = region.ids.next_bits();
  return cidr{false, {52}, 8}.address(static_cast<std::uint32_t>(bits & 0xffffff));
}

boost::json::object write_launched(const region_state& region, const std::vector<const instance*>& made) {
  auto output = write_reservation(*made.front());
  boost::json::array list;
  for (const auto* item : made) list.push_back(write_instance(region, *item));
  output["Instances"] = std::move(list);
  return output;
}

/// The reservation that an earlier request with the same client token made; empty when there is none.
std::vector<const instance*> launched_before(const region_state& region, const launch& wanted) {
  std::vector<const instance*> found;
  if (wanted.client_token.empty()) return found;
  for (const auto& [position, item] : region.instances)
    if (item.client_token == wanted.client_token) found.push_back(&item);
  if (!found.empty() && (found.front()->image_id != wanted.image || found.front()->type != wanted.type))
    throw api_error{
        "IdempotentParameterMismatch",
        "Arguments on this idempotent request are inconsistent with arguments used in previous request(s)."};
  return found;
}

/// Instances of a list of ids, all of them found or none.
std::vector<instance*> require_instances(region_state& region, const input& request) {
  const auto ids = request.texts("InstanceIds");
  if (ids.empty()) throw missing_parameter("InstanceId");
  require_instances_exist(region, ids);
  std::vector<instance*> found;
  for (const auto& id : ids) found.push_back(region.instances.find(id));
  return found;
}

struct change {
  instance_state now;
  std::string_view reason;
};

/// Brings instances into a state; each answer row shows the state before and now.
template <class Decide>
boost::json::array change_all(region_state& region, const input& request, timestamp now, Decide decide) {
  advance(region, now);
  const auto items = require_instances(region, request);
  for (const auto* item : items) decide(*item);  // refuses before anything changes
  boost::json::array list;
  for (auto* item : items) {
    const auto before = item->state;
    const change next = decide(*item);
    if (next.now != before) {
      item->state = next.now;
      item->changed = now;
      if (next.now == instance_state::shutting_down) {
        if (auto* subnet = region.subnets.find(item->subnet_id)) subnet->addresses.give_back(item->private_ip);
      }
      item->reason =
          next.reason.empty() ? "" : join({next.reason, " (", format_timestamp(now, timestamp_format::date_time), ")"});
    }
    list.push_back(
        {{"InstanceId", item->id}, {"PreviousState", write_state(before)}, {"CurrentState", write_state(item->state)}});
  }
  return list;
}

}  // namespace

boost::json::object run_instances(region_state& region, const input& request, const call_context& context) {
  const auto wanted = read_launch(region, request);
  if (const auto earlier = launched_before(region, wanted); !earlier.empty()) return write_launched(region, earlier);
  auto addresses = take_addresses(wanted);

  const auto reservation = region.ids.next("r");
  std::vector<const instance*> made;
  for (auto& address : addresses) {
    instance item;
    item.id = region.ids.next("i");
    item.owner_id = region.account().id;
    item.reservation_id = reservation;
    item.launch_index = static_cast<int>(made.size());
    item.image_id = wanted.image;
    item.type = wanted.type;
    item.key_name = wanted.key_name;
    item.client_token = wanted.client_token;
    item.vpc_id = wanted.where->vpc_id;
    item.subnet_id = wanted.where->id;
    item.zone = wanted.where->zone;
    item.private_ip = std::move(address);
    if (wanted.public_address) item.public_ip = public_address(region);
    item.interface_id = region.ids.next("eni");
    item.attachment_id = region.ids.next("eni-attach");
    item.group_ids = wanted.groups;
    item.tenancy = request.structure("Placement").optional_text("Tenancy").value_or("default");
    item.monitored = request.structure("Monitoring").flag("Enabled");
    item.protected_from_termination = request.flag("DisableApiTermination");
    item.launched = item.changed = timestamp{context.now.seconds, 0};
    item.tags = wanted.tags;
    made.push_back(&region.instances.add(std::move(item)));
  }
  return write_launched(region, made);
}

boost::json::object start_instances(region_state& region, const input& request, const call_context& context) {
  return {{"StartingInstances", change_all(region, request, context.now, [](const instance& item) -> change {
             if (item.state == instance_state::running) return {instance_state::running, ""};
             if (item.state == instance_state::stopped) return {instance_state::pending, ""};
             throw api_error{"IncorrectInstanceState",
                             join({"The instance '", item.id, "' is not in a state from which it can be started."})};
           })}};
}

boost::json::object stop_instances(region_state& region, const input& request, const call_context& context) {
  return {{"StoppingInstances", change_all(region, request, context.now, [](const instance& item) -> change {
             if (item.state == instance_state::stopped) return {instance_state::stopped, ""};
             if (item.state == instance_state::running) return {instance_state::stopping, "User initiated"};
             throw api_error{"IncorrectInstanceState",
                             join({"This instance '", item.id, "' is not in a state from which it can be stopped."})};
           })}};
}

boost::json::object reboot_instances(region_state& region, const input& request, const call_context& context) {
  advance(region, context.now);
  for (const auto* item : require_instances(region, request))
    if (item->state != instance_state::running)
      throw api_error{"IncorrectInstanceState",
                      join({"The instance '", item->id, "' is not in a state from which it can be rebooted."})};
  return {};
}

boost::json::object terminate_instances(region_state& region, const input& request, const call_context& context) {
  return {
      {"TerminatingInstances", change_all(region, request, context.now, [](const instance& item) -> change {
         if (item.state == instance_state::terminated) return {item.state, ""};
         if (item.protected_from_termination)
           throw api_error{
               "OperationNotPermitted",
               join({"The instance '", item.id,
                     "' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again."})};
         return {instance_state::shutting_down, "User initiated"};
       })}};
}

}  // namespace aloft::local::ec2
