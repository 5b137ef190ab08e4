// Subnets: create, describe, delete.

#include "local/api_error.hpp"
#include "local/ec2/filters.hpp"
#include "local/ec2/operations.hpp"
#include "local/ec2/page.hpp"

#include <boost/json/array.hpp>

namespace aloft::local::ec2 {
namespace {

constexpr filter_field<subnet> fields[] = {
    {"availability-zone", [](const subnet& s, auto& out) { out.push_back(s.zone); }},
    {"availabilityZone", [](const subnet& s, auto& out) { out.push_back(s.zone); }},
    {"cidr", [](const subnet& s, auto& out) { out.push_back(s.addresses.block().text()); }},
    {"cidr-block", [](const subnet& s, auto& out) { out.push_back(s.addresses.block().text()); }},
    {"cidrBlock", [](const subnet& s, auto& out) { out.push_back(s.addresses.block().text()); }},
    {"default-for-az", [](const subnet& s, auto& out) { out.emplace_back(s.is_default ? "true" : "false"); }},
    {"defaultForAz", [](const subnet& s, auto& out) { out.emplace_back(s.is_default ? "true" : "false"); }},
    {"owner-id", [](const subnet& s, auto& out) { out.push_back(s.owner_id); }},
    {"state", [](const subnet&, auto& out) { out.emplace_back("available"); }},
    {"subnet-id", [](const subnet& s, auto& out) { out.push_back(s.id); }},
    {"vpc-id", [](const subnet& s, auto& out) { out.push_back(s.vpc_id); }},
};

/// Whether a live instance is in the subnet.
bool in_use(const region_state& region, const subnet& in) {
  return std::ranges::any_of(region.instances, [&](const auto& entry) {
    return entry.second.subnet_id == in.id && entry.second.state != instance_state::terminated;
  });
}

boost::json::object write(const region_state& region, const subnet& from) {
  return {{"SubnetId", from.id},
          {"SubnetArn", region.arn("subnet", from.id)},
          {"VpcId", from.vpc_id},
          {"AvailabilityZone", from.zone},
          {"CidrBlock", from.addresses.block().text()},
          {"AvailableIpAddressCount", std::int64_t{from.addresses.available()}},
          {"DefaultForAz", from.is_default},
          {"MapPublicIpOnLaunch", from.is_default},
          {"AssignIpv6AddressOnCreation", false},
          {"OwnerId", from.owner_id},
          {"State", "available"},
          {"Tags", write_tags(from.tags)}};
}

}  // namespace

boost::json::object create_subnet(region_state& region, const input& request, const call_context&) {
  const auto& in = region.require_vpc(request.required("VpcId"));
  const auto text = request.required("CidrBlock");
  const auto block = cidr::parse(text, false);
  if (!block) throw invalid_value(text, "cidrBlock", "This is not a valid CIDR block.");
  if (block->prefix < 16 || block->prefix > 28 || !in.block.contains(*block))
    throw api_error{"InvalidSubnet.Range", join({"The CIDR '", text, "' is invalid."})};
  for (const auto& [position, other] : region.subnets)
    if (other.vpc_id == in.id && other.addresses.block().overlaps(*block))
      throw api_error{"InvalidSubnet.Conflict", join({"The CIDR '", text, "' conflicts with another subnet"})};
  const auto zones = region.zones();
  const auto zone = request.optional_text("AvailabilityZone").value_or(zones[0]);
  if (std::ranges::find(zones, zone) == zones.end())
    throw invalid_value(zone, "availabilityZone",
                        join({"Subnets can currently only be created in the following availability zones: ", zones[0],
                              ", ", zones[1], ", ", zones[2], "."}));
  subnet made;
  made.tags = read_tag_specifications(request, "subnet");
  made.id = region.ids.next("subnet");
  made.vpc_id = in.id;
  made.owner_id = in.owner_id;
  made.zone = zone;
  made.addresses = address_pool{*block};
  return {{"Subnet", write(region, region.subnets.add(std::move(made)))}};
}

boost::json::object describe_subnets(region_state& region, const input& request, const call_context&) {
  const filter_set<subnet> filters{request, fields};
  page page{"DescribeSubnets", request};
  const auto ids = request.texts("SubnetIds");
  for (const auto& id : ids) region.require_subnet(id);

  boost::json::array list;
  for (const auto& [position, item] : region.subnets) {
    if (!ids.empty() && std::ranges::find(ids, item.id) == ids.end()) continue;
    if (filters.matches(item) && page.take(position)) list.push_back(write(region, item));
  }
  boost::json::object output{{"Subnets", std::move(list)}};
  page.finish(output);
  return output;
}

boost::json::object delete_subnet(region_state& region, const input& request, const call_context&) {
  const std::string id{request.required("SubnetId")};
  const auto& found = region.require_subnet(id);
  if (in_use(region, found))
    throw api_error{"DependencyViolation", join({"The subnet '", id, "' has dependencies and cannot be deleted."})};
  region.subnets.remove(id);
  return {};
}

}  // namespace aloft::local::ec2
