#include "protocol/rest.hpp"

#include "crypto/base64.hpp"
#include "protocol/foreign_body.hpp"
#include "protocol/http_bindings.hpp"
#include "serde/utf8.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace aloft::protocol {
namespace {

namespace json = boost::json;
using model::location;
using model::shape_type;

bool raw(const model::member& payload) noexcept {
  return payload.target->type == shape_type::blob || payload.target->type == shape_type::string;
}

bool is_set(const json::object& input, const model::member& member, std::string_view token) {
  const json::value* value = input.if_contains(member.name);
  return (value && !value->is_null()) || (member.idempotency_token && !token.empty());
}

/// A success: members of the head first, then those of the body, or the body as the one payload member.
class output_reader final : public response_reader {
 public:
  output_reader(const protocol_base& protocol, const model::operation& operation, int status,
                const header_list& headers, const body_format& format, const limits& limits)
      : protocol_{protocol},
        operation_{operation},
        status_{status},
        request_id_{request_id(headers)},
        format_{format},
        limits_{read_limits_of(limits)},
        payload_{operation.output ? operation.output->payload : nullptr},
        builder_{make_builder(limits)},
        foreign_{limits.max_error_body} {
    if (!operation.output) return;
    builder_.begin(*operation.output);
    push_head(*operation.output, status, headers, builder_);
    head_ = builder_.pushed();
  }

  result<void> write(std::string_view piece) override {
    if (piece.empty() || operation_.output_stream) return {};
    if (payload_ && raw(*payload_)) {
      if (piece.size() > limits_.max_bytes - text_.size()) return explain(serde::too_large(limits_));
      text_ += piece;
      return {};
    }
    // Where nothing of the output is in the body, what else is there is no reason to lose the rest.
    if (is_in_body(operation_.output)) {
      if (!reader_) open();
      if (auto fine = reader_->write(piece); !fine) return explain(fine.error());
    }
    foreign_.add(piece, builder_.pushed() > head_);
    return {};
  }

  result<document> finish() override {
    if (reader_)
      if (auto fine = reader_->finish(); !fine) return explain(fine.error());
    if (!operation_.output_stream && text_.empty() && builder_.pushed() == head_)
      if (const auto body = foreign_.whole())
        if (auto wrong = protocol_.judge_foreign(bare_head(operation_, status_, request_id_), *body)) return *wrong;
    if (!operation_.output) return document{};
    if (!text_.empty()) {
      if (payload_->target->type == shape_type::string && !serde::valid_utf8(text_))
        return explain(
            {error_kind::protocol, "UnreadableAnswer", std::string{payload_->name} + ": the body is not UTF-8 text"});
      builder_.member(*payload_);
      payload_->target->type == shape_type::blob ? builder_.blob(text_) : builder_.text(text_);
    }
    builder_.end();
    auto made = builder_.finish();
    if (!made) return explain(made.error());
    return made;
  }

 private:
  void open() {
    if (payload_) builder_.member(*payload_);
    const model::shape& shape = payload_ ? *payload_->target : *operation_.output;
    reader_ = format_.reader(shape, builder_, {.inside = payload_ == nullptr, .limits = limits_});
  }

  error explain(const error& failure) const { return with_answer(failure, operation_, status_, request_id_); }

  const protocol_base& protocol_;
  const model::operation& operation_;
  int status_;
  std::string request_id_;
  const body_format& format_;
  serde::read_limits limits_;
  const model::member* payload_;
  serde::document_builder builder_;
  foreign_body foreign_;
  std::size_t head_ = 0;  // what the builder had of the head alone
  std::unique_ptr<serde::reader> reader_;
  std::string text_;
};

}  // namespace

void rest_protocol::name_content(http_request& request, std::string_view media_type) const {
  if (!request.headers.contains("Content-Type")) request.headers.set("Content-Type", media_type);
}

result<void> rest_protocol::write_payload(const model::member& payload, const json::value* value,
                                          http_request& request) const {
  const model::shape& shape = *payload.target;
  const bool given = value && !value->is_null();
  if (raw(payload)) {
    const bool blob = shape.type == shape_type::blob;
    if (!given) {
      if (payload.streaming && blob) name_content(request, "application/octet-stream");
      return {};
    }
    const auto misfit = [&](std::string_view expected) {
      return error{error_kind::usage, "ParamValidation",
                   "Invalid type for parameter " + std::string{payload.name} + ": expected " + std::string{expected}};
    };
    if (!value->is_string()) return misfit(blob ? "base64 text" : "text");
    if (blob) {
      auto bytes = crypto::from_base64(value->get_string());
      if (!bytes) return misfit("base64 text");
      request.body = *std::move(bytes);
    } else {
      request.body = value->get_string();
    }
    name_content(request, blob ? "application/octet-stream" : "text/plain");
    return {};
  }
  if (!given && (!writes_empty_bodies() || shape.is_union || shape.type != shape_type::structure)) return {};
  static const json::value nothing(json::object_kind);
  auto body = format_.write(shape, given ? *value : nothing, payload_root(payload), {});
  if (!body) return body.error();
  request.body = *std::move(body);
  name_content(request, format_.media_type());
  return {};
}

result<void> rest_protocol::write_members(const model::operation& operation, const json::value& input,
                                          std::string_view token, http_request& request) const {
  const model::shape& shape = *operation.input;
  const auto in_body = [](const model::member& member) { return member.where == location::body; };
  const auto set = [&](const model::member& member) {
    return in_body(member) && is_set(input.get_object(), member, token);
  };
  const auto& members = shape.members;
  if (writes_empty_bodies() ? std::none_of(members.begin(), members.end(), in_body)
                            : std::none_of(members.begin(), members.end(), set))
    return {};
  auto body = format_.write(shape, input, body_root(shape, operation.input_wrapper, operation.input_namespace),
                            {.body_only = true, .idempotency_token = token});
  if (!body) return body.error();
  request.body = *std::move(body);
  name_content(request, format_.media_type());
  return {};
}

result<void> rest_protocol::write_request(const model::operation& operation, const json::value& input,
                                          std::string_view token, http_request& request) const {
  if (auto fine = bind_request(operation, input.get_object(), token, request); !fine) return fine;
  if (!operation.input) return {};
  if (const model::member* payload = operation.input->payload)
    return write_payload(*payload, input.get_object().if_contains(payload->name), request);
  return write_members(operation, input, token, request);
}

std::unique_ptr<response_reader> rest_protocol::read_output(const model::operation& operation, int status,
                                                            const header_list& headers, const limits& limits) const {
  return std::make_unique<output_reader>(*this, operation, status, headers, format_, limits);
}

}  // namespace aloft::protocol
