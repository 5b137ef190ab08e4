#include "protocol/json_error.hpp"

#include <boost/json.hpp>

namespace aloft::protocol {
namespace {

namespace json = boost::json;

/// The first of these members that holds text; empty when none does.
std::string_view first_text(const json::object& body, std::initializer_list<std::string_view> names) {
  for (const auto name : names)
    if (const json::value* value = body.if_contains(name); value && value->is_string()) return value->get_string();
  return {};
}

}  // namespace

error read_json_error(const answer_head& head, std::string_view body, const body_format& format, bool bindings) {
  const model::operation& operation = *head.operation;
  json::value parsed(json::object_kind);
  if (!body.empty()) {
    boost::system::error_code bad;
    json::parse_options options;
    options.max_depth = 128;
    parsed = json::parse({body.data(), body.size()}, bad, {}, options);
    if (bad) return unreadable(operation, head.status, head.headers, body, "is not JSON");
    if (!parsed.is_object()) return unreadable(operation, head.status, head.headers, body, "is not a JSON object");
  }
  const json::object& fields = parsed.get_object();

  const auto header = head.headers.find("x-amzn-errortype");
  const std::string_view stated = header ? *header : first_text(fields, {"code", "Code", "__type"});
  const std::string code{bare_code(stated)};
  if (code.empty() && fields.empty()) return status_error(operation, head.status, head.headers);

  wire_error found;
  found.code = code.empty() ? std::to_string(head.status) : code;
  found.message = first_text(fields, {"message", "Message", "errorMessage", "error_description"});
  const model::shape* shape = code.empty() ? nullptr : operation.owner->find_error(operation, code);
  if (shape) {
    found.members = read_members(*shape, body, format, {}, bindings ? &head : nullptr);
    if (found.message.empty()) found.message = message_of(found.members.get());
  }
  if (const auto customary = query_compatible_code(head.headers); !customary.empty()) found.code = customary;
  return service_error(operation, head.status, head.headers, std::move(found), shape);
}

}  // namespace aloft::protocol
