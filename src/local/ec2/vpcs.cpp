// VPCs: create, describe, delete.

#include "local/api_error.hpp"
#include "local/ec2/filters.hpp"
#include "local/ec2/operations.hpp"
#include "local/ec2/page.hpp"

#include <boost/json/array.hpp>

namespace aloft::local::ec2 {
namespace {

constexpr filter_field<vpc> fields[] = {
    {"cidr", [](const vpc& v, auto& out) { out.push_back(v.block.text()); }},
    {"cidr-block-association.association-id", [](const vpc& v, auto& out) { out.push_back(v.association_id); }},
    {"cidr-block-association.cidr-block", [](const vpc& v, auto& out) { out.push_back(v.block.text()); }},
    {"cidr-block-association.state", [](const vpc&, auto& out) { out.emplace_back("associated"); }},
    {"dhcp-options-id", [](const vpc& v, auto& out) { out.push_back(v.dhcp_options_id); }},
    {"ipv6-cidr-block-association.association-id",
     [](const vpc& v, auto& out) {
       if (v.block_v6) out.push_back(v.association_id_v6);
     }},
    {"ipv6-cidr-block-association.ipv6-cidr-block",
     [](const vpc& v, auto& out) {
       if (v.block_v6) out.push_back(v.block_v6->text());
     }},
    {"is-default", [](const vpc& v, auto& out) { out.emplace_back(v.is_default ? "true" : "false"); }},
    {"isDefault", [](const vpc& v, auto& out) { out.emplace_back(v.is_default ? "true" : "false"); }},
    {"owner-id", [](const vpc& v, auto& out) { out.push_back(v.owner_id); }},
    {"state", [](const vpc&, auto& out) { out.emplace_back("available"); }},
    {"vpc-id", [](const vpc& v, auto& out) { out.push_back(v.id); }},
};

boost::json::object write(const vpc& from, std::string_view state) {
  boost::json::object output{{"VpcId", from.id},
                             {"CidrBlock", from.block.text()},
                             {"DhcpOptionsId", from.dhcp_options_id},
                             {"InstanceTenancy", from.tenancy},
                             {"IsDefault", from.is_default},
                             {"OwnerId", from.owner_id},
                             {"State", state},
                             {"Tags", write_tags(from.tags)}};
  output["CidrBlockAssociationSet"] = {{{"AssociationId", from.association_id},
                                        {"CidrBlock", from.block.text()},
                                        {"CidrBlockState", {{"State", "associated"}}}}};
  if (from.block_v6)
    output["Ipv6CidrBlockAssociationSet"] = {{{"AssociationId", from.association_id_v6},
                                              {"Ipv6CidrBlock", from.block_v6->text()},
                                              {"Ipv6CidrBlockState", {{"State", "associated"}}},
                                              {"NetworkBorderGroup", ""},
                                              {"Ipv6Pool", "Amazon"}}};
  return output;
}

}  // namespace

boost::json::object create_vpc(region_state& region, const input& request, const call_context&) {
  const auto text = request.text("CidrBlock");
  if (text.empty()) throw missing_parameter("cidrBlock");
  const auto block = cidr::parse(text, false);
  if (!block) throw invalid_value(text, "cidrBlock", "This is not a valid CIDR block.");
  if (block->prefix < 16 || block->prefix > 28)
    throw api_error{"InvalidVpc.Range", join({"The CIDR '", text, "' is invalid."})};
  const auto tenancy = request.optional_text("InstanceTenancy").value_or("default");
  if (tenancy != "default" && tenancy != "dedicated" && tenancy != "host")
    throw invalid_value(tenancy, "instanceTenancy", "The tenancy must be default, dedicated or host.");
  auto tags = read_tag_specifications(request, "vpc");

  auto& made = region.add_vpc(*block);
  made.tenancy = tenancy;
  made.tags = std::move(tags);
  if (request.flag("AmazonProvidedIpv6CidrBlock")) {
    made.block_v6 = region.next_ipv6_block();
    made.association_id_v6 = region.ids.next("vpc-cidr-assoc");
  }
  return {{"Vpc", write(made, "pending")}};
}

boost::json::object create_default_vpc(region_state& region, const input&, const call_context&) {
  if (region.default_vpc() != nullptr)
    throw api_error{"DefaultVpcAlreadyExists", "A Default VPC already exists for this account in this region."};
  auto& made = region.add_vpc(*cidr::parse("172.31.0.0/16", false), true);
  region.add_default_subnets(made);
  return {{"Vpc", write(made, "pending")}};
}

boost::json::object describe_vpcs(region_state& region, const input& request, const call_context&) {
  const filter_set<vpc> filters{request, fields};
  page page{"DescribeVpcs", request};
  const auto ids = request.texts("VpcIds");
  for (const auto& id : ids) region.require_vpc(id);

  boost::json::array list;
  for (const auto& [position, item] : region.vpcs) {
    if (!ids.empty() && std::ranges::find(ids, item.id) == ids.end()) continue;
    if (filters.matches(item) && page.take(position)) list.push_back(write(item, "available"));
  }
  boost::json::object output{{"Vpcs", std::move(list)}};
  page.finish(output);
  return output;
}

boost::json::object delete_vpc(region_state& region, const input& request, const call_context&) {
  const std::string id{request.required("VpcId")};
  region.require_vpc(id);
  const auto in_use = [&] {
    for (const auto& [position, item] : region.groups)
      if (item.vpc_id == id && item.name != "default") return true;
    for (const auto& [position, item] : region.subnets)
      if (item.vpc_id == id) return true;
    return false;
  };
  if (in_use())
    throw api_error{"DependencyViolation", join({"The vpc '", id, "' has dependencies and cannot be deleted."})};
  region.groups.remove(region.find_group(id, "default")->id);
  region.vpcs.remove(id);
  return {};
}

}  // namespace aloft::local::ec2
