// Smithy RPC v2 CBOR: service and operation in the path, CBOR both ways.

#include "protocol/protocol_base.hpp"
#include "protocol/protocols.hpp"
#include "serde/document_builder.hpp"

#include <boost/json.hpp>

namespace aloft::protocol {
namespace {

/// The first of these members that holds text; empty when none does.
std::string_view first_text(value fields, std::initializer_list<std::string_view> names) {
  for (const auto name : names)
    if (const value found = fields[name]; found.kind() == value_kind::text) return found.as_text();
  return {};
}

std::string_view message_in(value fields) {
  const auto usual = first_text(fields, {"message", "Message"});
  if (!usual.empty()) return usual;
  for (auto at = fields.begin(); at != fields.end(); ++at)
    if (iequals(at.key(), "message") && (*at).kind() == value_kind::text) return (*at).as_text();
  return {};
}

/// The map that a body is, or what it is not.
result<document> parse_map(std::string_view body) {
  serde::document_builder builder;
  if (const auto read = cbor().reader(any_value(), builder, {})->read(body); !read)
    return error{error_kind::protocol, "UnreadableAnswer", "is not CBOR: " + read.error().message()};
  auto parsed = builder.finish();
  if (parsed && parsed->root().kind() == value_kind::map) return parsed;
  return error{error_kind::protocol, "UnreadableAnswer", "is not a CBOR map"};
}

class rpc_v2_cbor_protocol final : public protocol_base {
 public:
  std::string_view name() const noexcept override { return "smithy-rpc-v2-cbor"; }

  error read_error(const answer_head& head, std::string_view body) const override {
    const model::operation& operation = *head.operation;
    if (body.empty()) return status_error(operation, head.status, head.headers);
    const auto parsed = parse_map(body);
    if (!parsed) return error_in_other_form(operation, head.status, head.headers, body, parsed.error().message());
    const value fields = parsed->root();
    std::string code{bare_code(first_text(fields, {"__type", "code", "Code"}))};
    if (code.empty()) code = stated_code(head.headers);

    wire_error found;
    found.code = code.empty() ? std::to_string(head.status) : code;
    found.message = message_in(fields);
    const model::shape* shape = code.empty() ? nullptr : operation.owner->find_error(operation, code);
    if (shape) {
      found.members = read_members(*shape, body, cbor(), {});
      if (found.message.empty()) found.message = message_of(found.members.get());
    }
    if (const auto customary = query_compatible_code(head.headers); !customary.empty()) found.code = customary;
    return service_error(operation, head.status, head.headers, std::move(found), shape);
  }

  std::optional<error> judge_foreign(const answer_head& head, std::string_view body) const override {
    const auto parsed = parse_map(body);
    if (!parsed) return std::nullopt;
    const auto type = bare_code(first_text(parsed->root(), {"__type"}));
    const model::shape* output = head.operation->output;
    if (type.empty() || (output != nullptr && type == output->name)) return std::nullopt;
    return read_error(head, body);
  }

 protected:
  result<void> write_request(const model::operation& operation, const serde::edited_input& input,
                             const serde::push_options& how, http_request& request) const override {
    const auto& facts = operation.owner->metadata();
    request.method = "POST";
    request.path = "/service/" + std::string{facts.target_prefix} + "/operation/" + std::string{operation.name};
    request.headers.set("smithy-protocol", "rpc-v2-cbor");
    request.headers.set("Accept", "application/cbor");
    if (facts.query_compatible) request.headers.set("x-amzn-query-mode", "true");
    auto body = cbor().writer({});
    if (auto fine = input.push(operation.input ? &body.sink() : nullptr, how); !fine) return fine;
    if (!operation.input) return {};
    request.body = body.take();
    request.headers.set("Content-Type", "application/cbor");
    return {};
  }

  std::unique_ptr<response_reader> read_output(const model::operation& operation, int status,
                                               const header_list& headers, const limits& limits,
                                               shape_sink* output) const override {
    return make_body_reader(*this, operation, status, headers, cbor(), limits, output);
  }
};

}  // namespace

const protocol& rpc_v2_cbor() {
  static const rpc_v2_cbor_protocol made;
  return made;
}

}  // namespace aloft::protocol
