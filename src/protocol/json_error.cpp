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

/// The object that a body spells; nothing when it spells none.
std::optional<json::object> parse_object(std::string_view body) {
  if (body.starts_with("\xef\xbb\xbf")) body.remove_prefix(3);  // a byte order mark is none of it
  boost::system::error_code bad;
  json::parse_options options;
  options.max_depth = 128;
  auto parsed = json::parse({body.data(), body.size()}, bad, {}, options);
  if (bad || !parsed.is_object()) return std::nullopt;
  return std::move(parsed.get_object());
}

std::string_view message_in(const json::object& fields) {
  const auto usual = first_text(fields, {"message", "Message", "errorMessage", "error_description"});
  if (!usual.empty()) return usual;
  for (const auto& [name, value] : fields)
    if (iequals(std::string_view{name}, "message") && value.is_string()) return value.get_string();
  return {};
}

}  // namespace

error read_json_error(const answer_head& head, std::string_view body, const body_format& format, bool bindings) {
  const model::operation& operation = *head.operation;
  const auto fields = body.empty() ? json::object{} : parse_object(body);
  if (!fields) return error_in_other_form(operation, head.status, head.headers, body, "is not a JSON object");

  std::string code{stated_code(head.headers)};
  if (code.empty())
    code = bare_code(bindings ? first_text(*fields, {"code", "Code", "__type"})
                              : first_text(*fields, {"__type", "code", "Code"}));
  if (code.empty() && fields->empty()) return status_error(operation, head.status, head.headers);

  wire_error found;
  found.code = code.empty() ? std::to_string(head.status) : code;
  found.message = message_in(*fields);
  const model::shape* shape = code.empty() ? nullptr : operation.owner->find_error(operation, code);
  if (shape) {
    found.members = read_members(*shape, body, format, {}, bindings ? &head : nullptr);
    if (found.message.empty()) found.message = message_of(found.members.get());
  }
  if (const auto customary = query_compatible_code(head.headers); !customary.empty()) found.code = customary;
  return service_error(operation, head.status, head.headers, std::move(found), shape);
}

std::optional<error> judge_json(const answer_head& head, std::string_view body, const body_format& format) {
  const auto fields = parse_object(body);
  if (!fields) return std::nullopt;
  const auto type = bare_code(first_text(*fields, {"__type"}));
  const model::shape* output = head.operation->output;
  if (type.empty() || (output != nullptr && type == output->name)) return std::nullopt;
  if (output != nullptr)  // one that is null is one that is there
    for (const model::member& member : output->members)
      if (fields->contains(member.wire) || fields->contains(member.name)) return std::nullopt;
  return read_json_error(head, body, format, false);
}

}  // namespace aloft::protocol
