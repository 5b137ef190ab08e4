#include "protocol/event_form.hpp"

#include <algorithm>

namespace aloft::protocol {
namespace {

const model::member* find(const model::shape& in, auto accept) noexcept {
  const auto found = std::find_if(in.members.begin(), in.members.end(), accept);
  return found == in.members.end() ? nullptr : &*found;
}

}  // namespace

const event_form* event_form_of(std::string_view protocol) noexcept {
  static const event_form rpc_json{json_by_member(), "application/json", true};
  static const event_form rest_json{json_by_location(), "application/json"};
  static const event_form rest_xml{xml(), "application/xml"};
  static const event_form rpc_cbor{cbor(), "application/cbor", true};
  if (protocol == "json") return &rpc_json;
  if (protocol == "rest-json") return &rest_json;
  if (protocol == "rest-xml") return &rest_xml;
  if (protocol == "smithy-rpc-v2-cbor") return &rpc_cbor;
  return nullptr;
}

const model::member* event_stream_of(const model::shape* side) noexcept {
  if (side == nullptr) return nullptr;
  return find(*side, [](const model::member& each) { return each.target->event_stream; });
}

const model::member* payload_of(const model::shape& event) noexcept {
  return find(event, [](const model::member& each) { return each.event_payload; });
}

bool is_raw(const model::member& payload) noexcept {
  return payload.target->type == model::shape_type::blob || payload.target->type == model::shape_type::string;
}

}  // namespace aloft::protocol
