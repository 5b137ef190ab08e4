// awsJson 1.0 and 1.1: the operation in a header, JSON both ways.

#include "protocol/json_error.hpp"
#include "protocol/protocols.hpp"

#include <boost/json.hpp>

namespace aloft::protocol {
namespace {

class aws_json_protocol final : public protocol_base {
 public:
  std::string_view name() const noexcept override { return "json"; }

  error read_error(const answer_head& head, std::string_view body) const override {
    return read_json_error(head, body, json_by_member(), false);
  }
  std::optional<error> judge_foreign(const answer_head& head, std::string_view body) const override {
    return judge_json(head, body, json_by_member());
  }

 protected:
  result<void> write_request(const model::operation& operation, const serde::edited_input& input,
                             const serde::push_options& how, http_request& request) const override {
    const auto& facts = operation.owner->metadata();
    request.headers.set("X-Amz-Target", {facts.target_prefix, ".", operation.name});
    request.headers.set("Content-Type",
                        {"application/x-amz-json-", facts.json_version.empty() ? "1.0" : facts.json_version});
    if (facts.query_compatible) request.headers.set("x-amzn-query-mode", "true");
    auto body = json_by_member().writer({});
    if (auto fine = input.push(operation.input ? &body.sink() : nullptr, how); !fine) return fine;
    request.body = operation.input ? body.take() : "{}";
    return {};
  }

  std::unique_ptr<response_reader> read_output(const model::operation& operation, int status,
                                               const header_list& headers, const limits& limits,
                                               shape_sink* output) const override {
    return make_body_reader(*this, operation, status, headers, json_by_member(), limits, output);
  }
};

}  // namespace

const protocol& aws_json() {
  static const aws_json_protocol made;
  return made;
}

}  // namespace aloft::protocol
