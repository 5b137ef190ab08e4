#include "protocol/xml_error_reader.hpp"

#include "serde/xml_error.hpp"

#include <boost/json.hpp>

namespace aloft::protocol {
namespace {

using member_object = std::shared_ptr<const boost::json::object>;

member_object with_others(member_object modelled, const model::shape* shape, const serde::xml_error& parsed) {
  boost::json::object members;
  if (modelled) members = *modelled;
  for (const auto& [name, text] : parsed.others)
    if (!shape || !shape->find_wire(name)) members.emplace(name, text);
  if (members.empty() && !modelled) return nullptr;
  return std::make_shared<const boost::json::object>(std::move(members));
}

}  // namespace

error read_xml_error(const answer_head& head, std::string_view body, bool bindings) {
  const model::operation& operation = *head.operation;
  const auto parsed = serde::read_xml_error(body);
  if (!parsed) return unreadable(operation, head.status, head.headers, body, "is not XML: " + parsed.error().message());
  if (parsed->code.empty() && parsed->message.empty())
    return unreadable(operation, head.status, head.headers, body, "names no error");
  const std::string code = parsed->code.empty() ? std::to_string(head.status) : parsed->code;
  wire_error found{code, parsed->message, parsed->request_id, nullptr};
  const model::shape* shape = operation.owner->find_error(operation, parsed->code);
  if (shape)
    found.members = read_members(*shape, body, xml(), {.wrappers = parsed->wrappers}, bindings ? &head : nullptr);
  found.members = with_others(std::move(found.members), shape, *parsed);
  return service_error(operation, head.status, head.headers, std::move(found), shape);
}

}  // namespace aloft::protocol
