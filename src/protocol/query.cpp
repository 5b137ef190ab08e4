// awsQuery and ec2Query: a form in the request, XML in the answer.

#include "protocol/protocols.hpp"

#include "protocol/protocol_base.hpp"
#include "protocol/query.hpp"
#include "protocol/xml_error.hpp"
#include "serde/query_writer.hpp"

#include <boost/json.hpp>

namespace aloft::protocol {
namespace {

/// Keeps the name of the wrapper that the reader looks for.
class wrapped_reader final : public response_reader {
 public:
  wrapped_reader(const model::operation& operation, int status, const header_list& headers, const limits& limits)
      : wrapper_{result_wrapper(operation)} {
    read_plan plan{.limits = read_limits_of(limits)};
    plan.wrappers = {wrapper_};
    inside_ = make_body_reader(operation, status, headers, xml(), std::move(plan));
  }
  result<void> write(std::string_view piece) override { return inside_->write(piece); }
  result<document> finish() override { return inside_->finish(); }

 private:
  std::string wrapper_;
  std::unique_ptr<response_reader> inside_;
};

class query_protocol final : public protocol_base {
 public:
  query_protocol(std::string_view name, serde::query_dialect dialect) : name_{name}, dialect_{dialect} {}

  std::string_view name() const noexcept override { return name_; }

  error read_error(const answer_head& head, std::string_view body) const override {
    const model::operation& operation = *head.operation;
    if (body.empty()) return unreadable(operation, head.status, head.headers, body, "has no body that names an error");
    return read_xml_error(head, body, false);
  }

 protected:
  result<void> write_request(const model::operation& operation, const boost::json::value& input, std::string_view token,
                             http_request& request) const override {
    request.headers.set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    serde::query_writer writer{dialect_, operation.name, operation.owner->metadata().api_version};
    if (operation.input)
      if (auto fine = serde::walk(*operation.input, input, writer, {.idempotency_token = token}); !fine) return fine;
    request.body = writer.take();
    return {};
  }

  std::unique_ptr<response_reader> read_output(const model::operation& operation, int status,
                                               const header_list& headers, const limits& limits) const override {
    if (dialect_ == serde::query_dialect::aws)
      return std::make_unique<wrapped_reader>(operation, status, headers, limits);
    return make_body_reader(operation, status, headers, xml(), {.limits = read_limits_of(limits)});
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
