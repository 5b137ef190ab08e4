#include "protocol/protocols.hpp"

#include <algorithm>
#include <array>

namespace aloft::protocol {
namespace {

/// Best first, in botocore's order.
const std::array<const protocol*, 6>& by_preference() {
  static const std::array<const protocol*, 6> all{&aws_json(),    &rest_json(), &rest_xml(),
                                                  &rpc_v2_cbor(), &aws_query(), &ec2_query()};
  return all;
}

}  // namespace

result<const protocol*> select(const model::service& service) {
  const auto& facts = service.metadata();
  const auto offered = [&](const protocol* candidate) {
    if (facts.protocols.empty()) return facts.protocol == candidate->name();
    return std::find(facts.protocols.begin(), facts.protocols.end(), candidate->name()) != facts.protocols.end();
  };
  const auto& known = by_preference();
  if (const auto found = std::find_if(known.begin(), known.end(), offered); found != known.end()) return *found;

  std::string names{facts.protocol};
  for (const auto name : facts.protocols)
    if (name != facts.protocol) names.append(", ").append(name);
  return error{error_kind::config, "UnsupportedProtocol",
               "the service " + std::string{facts.name} + " speaks " + names +
                   "; aloft speaks json, rest-json, rest-xml, smithy-rpc-v2-cbor, query and ec2"};
}

}  // namespace aloft::protocol
