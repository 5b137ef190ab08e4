#include "protocol/protocol_base.hpp"

#include "protocol/answer_output.hpp"
#include "protocol/foreign_body.hpp"
#include "protocol/http_bindings.hpp"
#include "protocol/trait_steps.hpp"

#include <boost/json.hpp>

namespace aloft::protocol {
namespace {

namespace json = boost::json;

class error_reader final : public response_reader {
 public:
  error_reader(const protocol_base& protocol, answer_head head, std::size_t limit)
      : protocol_{protocol}, head_{std::move(head)}, limit_{limit} {}

  result<void> write(std::string_view piece) override {
    if (piece.size() > limit_ - body_.size())
      return unreadable(*head_.operation, head_.status, head_.headers, body_,
                        "has a body larger than max_error_body (" + std::to_string(limit_) + " bytes)");
    body_ += piece;
    return {};
  }
  result<document> finish() override { return protocol_.read_error(head_, body_); }

 private:
  const protocol_base& protocol_;
  answer_head head_;
  std::size_t limit_;
  std::string body_;
};

class body_reader final : public response_reader {
 public:
  body_reader(const protocol_base& protocol, const model::operation& operation, int status, std::string_view request_id,
              const body_format& format, const limits& limits, shape_sink* output,
              std::vector<std::string_view> wrappers)
      : protocol_{protocol},
        operation_{operation},
        status_{status},
        request_id_{request_id},
        format_{format},
        plan_{.inside = true, .wrappers = std::move(wrappers), .limits = read_limits_of(limits)},
        output_{output, limits},
        foreign_{limits.max_error_body} {
    if (operation_.output) output_.sink().begin(*operation_.output);
  }

  result<void> write(std::string_view piece) override {
    if (piece.empty()) return {};
    if (is_in_body(operation_.output)) {
      if (!reader_) reader_ = format_.reader(*operation_.output, output_.sink(), std::move(plan_));
      if (auto fine = reader_->write(piece); !fine) return explain(fine.error());
    }
    foreign_.add(piece, output_.pushed() > 1);
    return {};
  }

  result<document> finish() override {
    if (reader_)
      if (auto fine = reader_->finish(); !fine) return explain(fine.error());
    if (output_.pushed() <= 1)
      if (const auto body = foreign_.whole())
        if (auto wrong = protocol_.judge_foreign(bare_head(operation_, status_, request_id_), *body)) return *wrong;
    if (operation_.output) output_.sink().end();
    auto made = output_.finish();
    if (!made) return explain(made.error());
    return made;
  }

 private:
  error explain(const error& failure) const { return with_answer(failure, operation_, status_, request_id_); }

  const protocol_base& protocol_;
  const model::operation& operation_;
  int status_;
  std::string_view request_id_;
  const body_format& format_;
  read_plan plan_;
  answer_output output_;
  std::unique_ptr<serde::reader> reader_;
  foreign_body foreign_;
};

}  // namespace

result<http_request> protocol_base::serialize(const model::operation& operation, const serde::edited_input& input,
                                              const serialize_options& options) const {
  if (auto fine = refuse_input_events(operation, name()); !fine) return fine.error();
  http_request request;
  request.method = operation.http_method.empty() ? "POST" : operation.http_method;
  const std::string token = make_token(operation, input, options);
  const serde::push_options how{.validate = options.validate, .idempotency_token = token};
  if (auto fine = write_request(operation, input, how, request); !fine) return fine.error();
  auto prefix = host_prefix(operation, input);
  if (!prefix) return prefix.error();
  request.host = *std::move(prefix);
  compress_body(operation, options, request);
  add_checksum(operation, request);
  return request;
}

std::unique_ptr<response_reader> protocol_base::read(const model::operation& operation, int status,
                                                     const header_list& headers, const limits& limits,
                                                     shape_sink* output) const {
  // 300 is a success to AWS's own tools; every other redirection is an answer that a call cannot use.
  if (status > 300) return make_error_reader(*this, operation, status, headers, limits);
  return read_output(operation, status, headers, limits, output);
}

std::unique_ptr<response_reader> make_error_reader(const protocol_base& protocol, const model::operation& operation,
                                                   int status, const header_list& headers, const limits& limits) {
  return std::make_unique<error_reader>(protocol, answer_head{&operation, status, headers}, limits.max_error_body);
}

std::unique_ptr<response_reader> make_body_reader(const protocol_base& protocol, const model::operation& operation,
                                                  int status, const header_list& headers, const body_format& format,
                                                  const limits& limits, shape_sink* output,
                                                  std::vector<std::string_view> wrappers) {
  return std::make_unique<body_reader>(protocol, operation, status, request_id(headers), format, limits, output,
                                       std::move(wrappers));
}

answer_head bare_head(const model::operation& operation, int status, std::string_view request_id) {
  answer_head head{&operation, status, {}};
  if (!request_id.empty()) head.headers.set("x-amzn-requestid", request_id);
  return head;
}

std::optional<error> protocol_base::judge_foreign(const answer_head&, std::string_view) const { return std::nullopt; }

std::shared_ptr<const json::object> read_members(const model::shape& shape, std::string_view body,
                                                 const body_format& format, read_plan plan,
                                                 const answer_head* bindings) {
  serde::document_builder builder;
  builder.begin(shape);
  if (bindings) push_head(shape, bindings->status, bindings->headers, builder);
  plan.inside = true;
  if (!body.empty() && !format.reader(shape, builder, std::move(plan))->read(body)) return nullptr;
  builder.end();
  const auto made = builder.finish();
  if (!made) return nullptr;
  auto members = to_json(made->root());
  if (!members.is_object()) return nullptr;
  return std::make_shared<const json::object>(std::move(members.get_object()));
}

std::string message_of(const json::object* members) {
  if (members)
    for (const auto& [name, value] : *members)
      if (iequals(name, "message") && value.is_string()) return std::string{value.get_string()};
  return {};
}

serde::read_limits read_limits_of(const limits& limits) noexcept { return {limits.max_depth, limits.max_document}; }

serde::document_builder make_builder(const limits& limits) {
  return serde::document_builder{serde::document_builder::default_max_depth, limits.max_memory};
}

}  // namespace aloft::protocol
