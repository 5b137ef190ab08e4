// Security groups: create, describe, delete.

#include "local/api_error.hpp"
#include "local/characters.hpp"
#include "local/ec2/filters.hpp"
#include "local/ec2/operations.hpp"
#include "local/ec2/page.hpp"
#include "local/ec2/permissions.hpp"

#include <boost/json/array.hpp>

namespace aloft::local::ec2 {
namespace {

using texts = std::vector<std::string>;

/// Values of an ip-permission filter: what `pick` says of each rule of that direction.
template <bool Egress, class Pick>
void each_rule(const security_group& of, texts& out, Pick pick) {
  for (const auto& item : of.rules)
    if (item.egress == Egress) pick(item, out);
}

template <bool Egress, peer_kind Kind>
void peers(const security_group& of, texts& out) {
  each_rule<Egress>(of, out, [](const rule& r, texts& to) {
    if (r.peer.kind == Kind) to.push_back(r.peer.value);
  });
}
template <bool Egress>
void accounts(const security_group& of, texts& out) {
  each_rule<Egress>(of, out, [](const rule& r, texts& to) {
    if (r.peer.kind == peer_kind::group) to.push_back(r.peer.account);
  });
}
template <bool Egress>
void protocols(const security_group& of, texts& out) {
  each_rule<Egress>(of, out, [](const rule& r, texts& to) { to.push_back(r.traffic.protocol); });
}
template <bool Egress, int traffic::*Port>
void ports(const security_group& of, texts& out) {
  each_rule<Egress>(of, out, [](const rule& r, texts& to) {
    if (r.traffic.has_ports()) to.push_back(std::to_string(r.traffic.*Port));
  });
}

constexpr filter_field<security_group> fields[] = {
    {"description", [](const security_group& g, texts& out) { out.push_back(g.description); }},
    {"egress.ip-permission.cidr", peers<true, peer_kind::cidr_v4>},
    {"egress.ip-permission.from-port", ports<true, &traffic::from_port>},
    {"egress.ip-permission.group-id", peers<true, peer_kind::group>},
    {"egress.ip-permission.ipv6-cidr", peers<true, peer_kind::cidr_v6>},
    {"egress.ip-permission.prefix-list-id", peers<true, peer_kind::prefix_list>},
    {"egress.ip-permission.protocol", protocols<true>},
    {"egress.ip-permission.to-port", ports<true, &traffic::to_port>},
    {"egress.ip-permission.user-id", accounts<true>},
    {"group-id", [](const security_group& g, texts& out) { out.push_back(g.id); }},
    {"group-name", [](const security_group& g, texts& out) { out.push_back(g.name); }},
    {"ip-permission.cidr", peers<false, peer_kind::cidr_v4>},
    {"ip-permission.from-port", ports<false, &traffic::from_port>},
    {"ip-permission.group-id", peers<false, peer_kind::group>},
    {"ip-permission.ipv6-cidr", peers<false, peer_kind::cidr_v6>},
    {"ip-permission.prefix-list-id", peers<false, peer_kind::prefix_list>},
    {"ip-permission.protocol", protocols<false>},
    {"ip-permission.to-port", ports<false, &traffic::to_port>},
    {"ip-permission.user-id", accounts<false>},
    {"owner-id", [](const security_group& g, texts& out) { out.push_back(g.owner_id); }},
    {"vpc-id", [](const security_group& g, texts& out) { out.push_back(g.vpc_id); }},
};

constexpr std::string_view allowed_punctuation = " ._-:/()#,@[]+=&;{}!$*";

bool plain_text(std::string_view text) noexcept {
  return text.size() <= 255 && has_only_letters_digits_and(allowed_punctuation, text);
}

void check_name(std::string_view name) {
  if (name == "default") throw invalid_parameter("Cannot use reserved security group name: default");
  if (name.starts_with("sg-"))
    throw invalid_parameter(
        join({"Invalid value '", name, "' for groupName. Group names may not be in the format sg-*"}));
  if (!plain_text(name))
    throw invalid_value(
        name, "GroupName",
        join({"Names are at most 255 characters from the following set: a-zA-Z0-9 and", allowed_punctuation}));
}

boost::json::object write(region_state& region, const security_group& from) {
  return {{"GroupId", from.id},
          {"GroupName", from.name},
          {"Description", from.description},
          {"VpcId", from.vpc_id},
          {"OwnerId", from.owner_id},
          {"SecurityGroupArn", region.arn("security-group", from.id)},
          {"IpPermissions", write_permissions(region, from.rules, false)},
          {"IpPermissionsEgress", write_permissions(region, from.rules, true)},
          {"Tags", write_tags(from.tags)}};
}

std::string default_vpc_id(region_state& region) {
  const auto* found = region.default_vpc();
  if (found == nullptr) throw api_error{"VPCIdNotSpecified", "No default VPC for this user"};
  return found->id;
}

/// Whether a rule of another group names this group, or a live instance is in it.
bool in_use(const region_state& region, const security_group& group) {
  for (const auto& [position, other] : region.groups) {
    if (other.id == group.id) continue;
    for (const auto& item : other.rules)
      if (item.peer.kind == peer_kind::group && item.peer.value == group.id) return true;
  }
  for (const auto& [position, item] : region.instances)
    if (item.state != instance_state::terminated && std::ranges::find(item.group_ids, group.id) != item.group_ids.end())
      return true;
  return false;
}

}  // namespace

security_group& group_by_id_or_name(region_state& region, const input& request) {
  if (const auto id = request.text("GroupId"); !id.empty()) return region.require_group(id);
  const auto name = request.text("GroupName");
  if (name.empty()) throw missing_parameter("GroupName or GroupId");
  const auto vpc = default_vpc_id(region);
  if (auto* found = region.find_group(vpc, name)) return *found;
  throw api_error{"InvalidGroup.NotFound",
                  join({"The security group '", name, "' does not exist in default VPC '", vpc, "'"})};
}

boost::json::object create_security_group(region_state& region, const input& request, const call_context&) {
  const auto name = request.required("GroupName");
  const auto description = request.required("Description");
  check_name(name);
  if (!plain_text(description))
    throw invalid_parameter(
        "Invalid security group description. Valid descriptions are strings less than 256 characters "
        "from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*");
  const std::string vpc_id =
      request.has("VpcId") ? region.require_vpc(request.text("VpcId")).id : default_vpc_id(region);
  if (region.find_group(vpc_id, name) != nullptr)
    throw api_error{"InvalidGroup.Duplicate",
                    join({"The security group '", name, "' already exists for VPC '", vpc_id, "'"})};
  auto tags = read_tag_specifications(request, "security-group");

  auto& made = region.add_group(vpc_id, name, description);
  made.tags = std::move(tags);
  return {{"GroupId", made.id},
          {"SecurityGroupArn", region.arn("security-group", made.id)},
          {"Tags", write_tags(made.tags)}};
}

boost::json::object describe_security_groups(region_state& region, const input& request, const call_context&) {
  const filter_set<security_group> filters{request, fields};
  page page{"DescribeSecurityGroups", request};
  auto ids = request.texts("GroupIds");
  for (const auto& id : ids) region.require_group(id);
  const auto names = request.texts("GroupNames");
  for (const auto& name : names) {  // names mean groups of the default VPC
    const auto vpc = default_vpc_id(region);
    const auto* found = region.find_group(vpc, name);
    if (found == nullptr)
      throw api_error{"InvalidGroup.NotFound",
                      join({"The security group '", name, "' does not exist in default VPC '", vpc, "'"})};
    ids.push_back(found->id);
  }

  boost::json::array list;
  for (const auto& [position, item] : region.groups) {
    if (!ids.empty() && std::ranges::find(ids, item.id) == ids.end()) continue;
    if (filters.matches(item) && page.take(position)) list.push_back(write(region, item));
  }
  boost::json::object output{{"SecurityGroups", std::move(list)}};
  page.finish(output);
  return output;
}

boost::json::object delete_security_group(region_state& region, const input& request, const call_context&) {
  const auto& group = group_by_id_or_name(region, request);
  const std::string id = group.id;
  if (group.name == "default")
    throw api_error{"CannotDelete",
                    join({"the specified group: \"", id, "\" name: \"default\" cannot be deleted by a user"})};
  if (in_use(region, group)) throw api_error{"DependencyViolation", join({"resource ", id, " has a dependent object"})};
  region.groups.remove(id);
  return {{"Return", true}, {"GroupId", id}};
}

}  // namespace aloft::local::ec2
