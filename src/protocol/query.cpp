// awsQuery and ec2Query: a form in the request, XML in the answer.

#include "protocol/protocols.hpp"

#include "protocol/foreign_body.hpp"
#include "protocol/protocol_base.hpp"
#include "protocol/query.hpp"
#include "protocol/xml_error_reader.hpp"
#include "serde/query_writer.hpp"
#include "serde/xml_reader.hpp"

#include <boost/json.hpp>

namespace aloft::protocol {
namespace {

/// Keeps the name of the wrapper that the reader looks for.
class wrapped_reader final : public response_reader {
 public:
  wrapped_reader(const protocol_base& protocol, const model::operation& operation, int status,
                 const header_list& headers, const limits& limits, shape_sink* output)
      : wrapper_{result_wrapper(operation)},
        inside_{make_body_reader(protocol, operation, status, headers, xml(), limits, output, {wrapper_})} {}
  result<void> write(std::string_view piece) override { return inside_->write(piece); }
  result<document> finish() override { return inside_->finish(); }

 private:
  std::string wrapper_;
  std::unique_ptr<response_reader> inside_;
};

/// What an answer's body lacks of the output's element; empty: it is there, with nothing in it.
std::string missing_element(const model::operation& operation, std::string_view body, serde::query_dialect dialect) {
  if (body.empty()) return "it has no body";
  const bool wrapped = dialect == serde::query_dialect::aws;
  const std::string wrapper = result_wrapper(operation);
  serde::document_builder nowhere;
  nowhere.begin(*operation.output);
  serde::xml_reader_options options;
  options.inside = true;
  if (wrapped) options.wrappers = {wrapper};
  serde::xml_reader reader{operation.output, nowhere, std::move(options)};
  static_cast<void>(reader.read(body));
  if (wrapped) return reader.found_shape() ? std::string{} : "the element " + wrapper + " is missing";
  // EC2's own word for it: <DescribeInstancesResponse>; a few leave the ending out.
  if (reader.root_name().ends_with("Response") || reader.root_name().starts_with(operation.name)) return {};
  return "its root element is " + reader.root_name() + ", not " + std::string{operation.name} + "Response";
}

class query_protocol final : public protocol_base {
 public:
  query_protocol(std::string_view name, serde::query_dialect dialect) : name_{name}, dialect_{dialect} {}

  std::string_view name() const noexcept override { return name_; }

  error read_error(const answer_head& head, std::string_view body) const override {
    const model::operation& operation = *head.operation;
    if (body.empty()) return unreadable(operation, head.status, head.headers, body, "has no body that names an error");
    return read_xml_error(head, body, false);
  }

  std::optional<error> judge_foreign(const answer_head& head, std::string_view body) const override {
    const model::operation& operation = *head.operation;
    if (!body.empty())
      if (auto failure = read_xml_error(head, body, false); failure.kind() == error_kind::service) return failure;
    if (!is_in_body(operation.output)) return std::nullopt;
    const std::string lack = missing_element(operation, body, dialect_);
    if (lack.empty()) return std::nullopt;
    return no_output(operation, head.status, request_id(head.headers), body, lack);
  }

 protected:
  result<void> write_request(const model::operation& operation, const serde::edited_input& input,
                             const serde::push_options& how, http_request& request) const override {
    request.headers.set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    serde::query_writer writer{dialect_, operation.name, operation.owner->metadata().api_version};
    if (auto fine = input.push(operation.input ? &writer : nullptr, how); !fine) return fine;
    request.body = writer.take();
    return {};
  }

  std::unique_ptr<response_reader> read_output(const model::operation& operation, int status,
                                               const header_list& headers, const limits& limits,
                                               shape_sink* output) const override {
    if (dialect_ == serde::query_dialect::aws)
      return std::make_unique<wrapped_reader>(*this, operation, status, headers, limits, output);
    return make_body_reader(*this, operation, status, headers, xml(), limits, output);
  }

 private:
  std::string_view name_;
  serde::query_dialect dialect_;
};

}  // namespace

std::string result_wrapper(const model::operation& operation) {
  return operation.result_wrapper.empty() ? std::string{operation.name} + "Result"
                                          : std::string{operation.result_wrapper};
}

const protocol& aws_query() {
  static const query_protocol made{"query", serde::query_dialect::aws};
  return made;
}

const protocol& ec2_query() {
  static const query_protocol made{"ec2", serde::query_dialect::ec2};
  return made;
}

}  // namespace aloft::protocol
