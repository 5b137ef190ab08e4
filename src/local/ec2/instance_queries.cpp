// DescribeInstances and DescribeInstanceStatus.

#include "local/api_error.hpp"
#include "local/ec2/filters.hpp"
#include "local/ec2/instance_view.hpp"
#include "local/ec2/operations.hpp"
#include "local/ec2/page.hpp"

#include <boost/json/array.hpp>

namespace aloft::local::ec2 {
namespace {

/// An instance with the region that its groups' and host names come from.
struct row {
  const region_state& region;
  const instance& item;
  const tag_set& tags;
};

using texts = std::vector<std::string>;

void group_ids(const row& r, texts& out) { out.insert(out.end(), r.item.group_ids.begin(), r.item.group_ids.end()); }

void group_names(const row& r, texts& out) {
  for (const auto& id : r.item.group_ids)
    if (const auto* group = r.region.groups.find(id)) out.push_back(group->name);
}

constexpr filter_field<row> fields[] = {
    {"availability-zone", [](const row& r, texts& out) { out.push_back(r.item.zone); }},
    {"client-token", [](const row& r, texts& out) { out.push_back(r.item.client_token); }},
    {"dns-name", [](const row& r, texts& out) { out.push_back(public_dns_name(r.region, r.item)); }},
    {"group-id", group_ids},
    {"group-name", group_names},
    {"hypervisor", [](const row&, texts& out) { out.emplace_back("xen"); }},
    {"iam-instance-profile.arn", [](const row& r, texts& out) { out.push_back(r.item.profile_arn); }},
    {"image-id", [](const row& r, texts& out) { out.push_back(r.item.image_id); }},
    {"instance-id", [](const row& r, texts& out) { out.push_back(r.item.id); }},
    {"instance-state-code",
     [](const row& r, texts& out) { out.push_back(std::to_string(static_cast<int>(r.item.state))); }},
    {"instance-state-name", [](const row& r, texts& out) { out.emplace_back(to_string(r.item.state)); }},
    {"instance-type", [](const row& r, texts& out) { out.push_back(r.item.type); }},
    {"instance.group-id", group_ids},
    {"instance.group-name", group_names},
    {"ip-address", [](const row& r, texts& out) { out.push_back(r.item.public_ip); }},
    {"key-name", [](const row& r, texts& out) { out.push_back(r.item.key_name); }},
    {"launch-index", [](const row& r, texts& out) { out.push_back(std::to_string(r.item.launch_index)); }},
    {"launch-time",
     [](const row& r, texts& out) { out.push_back(format_timestamp(r.item.launched, timestamp_format::date_time)); }},
    {"monitoring-state", [](const row& r, texts& out) { out.emplace_back(r.item.monitored ? "enabled" : "disabled"); }},
    {"network-interface.network-interface-id", [](const row& r, texts& out) { out.push_back(r.item.interface_id); }},
    {"owner-id", [](const row& r, texts& out) { out.push_back(r.item.owner_id); }},
    {"private-dns-name", [](const row& r, texts& out) { out.push_back(private_dns_name(r.region, r.item)); }},
    {"private-ip-address", [](const row& r, texts& out) { out.push_back(r.item.private_ip); }},
    {"reservation-id", [](const row& r, texts& out) { out.push_back(r.item.reservation_id); }},
    {"subnet-id", [](const row& r, texts& out) { out.push_back(r.item.subnet_id); }},
    {"tenancy", [](const row& r, texts& out) { out.push_back(r.item.tenancy); }},
    {"virtualization-type", [](const row&, texts& out) { out.emplace_back("hvm"); }},
    {"vpc-id", [](const row& r, texts& out) { out.push_back(r.item.vpc_id); }},
};

constexpr filter_field<row> status_fields[] = {
    {"availability-zone", [](const row& r, texts& out) { out.push_back(r.item.zone); }},
    {"instance-state-code",
     [](const row& r, texts& out) { out.push_back(std::to_string(static_cast<int>(r.item.state))); }},
    {"instance-state-name", [](const row& r, texts& out) { out.emplace_back(to_string(r.item.state)); }},
    {"instance-status.status", [](const row&, texts& out) { out.emplace_back("ok"); }},
    {"system-status.status", [](const row&, texts& out) { out.emplace_back("ok"); }},
};

/// The ids a request names, each of which must exist. Ids and MaxResults exclude each other.
texts read_ids(const region_state& region, const input& request) {
  auto ids = request.texts("InstanceIds");
  if (!ids.empty() && request.has("MaxResults"))
    throw invalid_combination("The parameter instancesSet cannot be used with the parameter maxResults");
  require_instances_exist(region, ids);
  return ids;
}

boost::json::object write_status(const instance& of) {
  const bool running = of.state == instance_state::running;
  const boost::json::object checks{
      {"Status", running ? "ok" : "not-applicable"},
      {"Details",
       running ? boost::json::array{{{"Name", "reachability"}, {"Status", "passed"}}} : boost::json::array{}}};
  return {{"InstanceId", of.id},
          {"AvailabilityZone", of.zone},
          {"InstanceState", write_state(of.state)},
          {"InstanceStatus", checks},
          {"SystemStatus", checks}};
}

}  // namespace

boost::json::object describe_instances(region_state& region, const input& request, const call_context& context) {
  const filter_set<row> filters{request, fields};
  page page{"DescribeInstances", request};
  const auto ids = read_ids(region, request);
  advance(region, context.now);

  boost::json::array reservations;
  for (const auto& [position, item] : region.instances) {
    if (!ids.empty() && std::ranges::find(ids, item.id) == ids.end()) continue;
    if (!filters.matches({region, item, item.tags}) || !page.take(position)) continue;
    // Instances of one launch stand next to each other: positions are in order of launch.
    if (reservations.empty() || reservations.back().at("ReservationId").as_string() != item.reservation_id) {
      reservations.push_back(write_reservation(item));
      reservations.back().as_object()["Instances"] = boost::json::array{};
    }
    reservations.back().at("Instances").as_array().push_back(write_instance(region, item));
  }
  boost::json::object output{{"Reservations", std::move(reservations)}};
  page.finish(output);
  return output;
}

boost::json::object describe_instance_status(region_state& region, const input& request, const call_context& context) {
  const filter_set<row> filters{request, status_fields};
  page page{"DescribeInstanceStatus", request};
  const auto ids = read_ids(region, request);
  const bool all = request.flag("IncludeAllInstances");
  advance(region, context.now);

  boost::json::array list;
  for (const auto& [position, item] : region.instances) {
    if (!ids.empty() && std::ranges::find(ids, item.id) == ids.end()) continue;
    if (!all && item.state != instance_state::running) continue;
    if (filters.matches({region, item, item.tags}) && page.take(position)) list.push_back(write_status(item));
  }
  boost::json::object output{{"InstanceStatuses", std::move(list)}};
  page.finish(output);
  return output;
}

}  // namespace aloft::local::ec2
