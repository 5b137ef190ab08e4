#include "protocol/server_steps.hpp"

#include <algorithm>

namespace aloft::protocol {
namespace {

bool speaks(const model::service& service, std::string_view protocol) {
  const auto& facts = service.metadata();
  return facts.protocol == protocol ||
         std::find(facts.protocols.begin(), facts.protocols.end(), protocol) != facts.protocols.end();
}

bool is_form(const http_request& request) {
  return request.headers.find("Content-Type").value_or("").starts_with("application/x-www-form-urlencoded");
}

}  // namespace

result<const server_protocol*> detect(const model::service& service, const http_request& request) {
  if (request.headers.contains("smithy-protocol")) {
    if (speaks(service, "smithy-rpc-v2-cbor")) return &rpc_v2_cbor_server();
  } else if (request.headers.contains("X-Amz-Target")) {
    if (speaks(service, "json")) return &aws_json_server();
  } else {
    if (speaks(service, "rest-json")) return &rest_json_server();
    if (speaks(service, "rest-xml")) return &rest_xml_server();
    // Forms may also come as the query of a GET; the query protocols' servers look there themselves.
    if (speaks(service, "ec2")) return &ec2_query_server();
    if (speaks(service, "query") && (is_form(request) || request.body.empty())) return &aws_query_server();
  }
  return refusal("UnknownOperationException", "the request is in none of the protocols that this service speaks", 404);
}

}  // namespace aloft::protocol
