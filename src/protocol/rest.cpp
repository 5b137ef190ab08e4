#include "protocol/rest.hpp"

#include "protocol/answer_output.hpp"
#include "protocol/binding_sink.hpp"
#include "protocol/foreign_body.hpp"
#include "protocol/http_bindings.hpp"
#include "serde/utf8.hpp"

#include <algorithm>
#include <utility>

namespace aloft::protocol {
namespace {

using model::location;
using model::shape_type;

bool raw(const model::member& payload) noexcept {
  return payload.target->type == shape_type::blob || payload.target->type == shape_type::string;
}

/// A payload that is a structure is there without members too.
bool writes_empty(const model::shape& payload) noexcept {
  return payload.type == shape_type::structure && !payload.is_union;
}

bool has_body_members(const model::shape& shape) noexcept {
  return std::any_of(shape.members.begin(), shape.members.end(),
                     [](const model::member& member) { return member.where == location::body; });
}

/// A success: members of the head first, then those of the body, or the body as the one payload member.
class output_reader final : public response_reader {
 public:
  output_reader(const protocol_base& protocol, const model::operation& operation, int status,
                const header_list& headers, const body_format& format, const limits& limits, shape_sink* output)
      : protocol_{protocol},
        operation_{operation},
        status_{status},
        headers_{headers},
        format_{format},
        limits_{read_limits_of(limits)},
        payload_{operation.output ? operation.output->payload : nullptr},
        output_{output, limits},
        foreign_{limits.max_error_body} {}

  result<void> write(std::string_view piece) override {
    if (piece.empty() || operation_.output_stream) return {};
    begin();
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
    foreign_.add(piece, output_.pushed() > head_);
    return {};
  }

  result<document> finish() override {
    begin();
    if (reader_)
      if (auto fine = reader_->finish(); !fine) return explain(fine.error());
    if (!operation_.output_stream && text_.empty() && output_.pushed() == head_)
      if (const auto body = foreign_.whole())
        if (auto wrong = protocol_.judge_foreign(bare_head(operation_, status_, request_id(headers_)), *body))
          return *wrong;
    if (!operation_.output) return document{};
    if (!text_.empty()) {
      if (payload_->target->type == shape_type::string && !serde::valid_utf8(text_))
        return explain(
            {error_kind::protocol, "UnreadableAnswer", std::string{payload_->name} + ": the body is not UTF-8 text"});
      output_.sink().member(*payload_);
      payload_->target->type == shape_type::blob ? output_.sink().blob(text_) : output_.sink().text(text_);
    }
    output_.sink().end();
    auto made = output_.finish();
    if (!made) return explain(made.error());
    return made;
  }

 private:
  // The members of the head; not before it is known that this is no error after all.
  void begin() {
    if (std::exchange(begun_, true) || !operation_.output) return;
    output_.sink().begin(*operation_.output);
    push_head(*operation_.output, status_, headers_, output_.sink());
    head_ = output_.pushed();
  }

  void open() {
    if (payload_) output_.sink().member(*payload_);
    const model::shape& shape = payload_ ? *payload_->target : *operation_.output;
    reader_ = format_.reader(shape, output_.sink(), {.inside = payload_ == nullptr, .limits = limits_});
  }

  error explain(const error& failure) const { return with_answer(failure, operation_, status_, request_id(headers_)); }

  const protocol_base& protocol_;
  const model::operation& operation_;
  int status_;
  const header_list& headers_;
  const body_format& format_;
  serde::read_limits limits_;
  const model::member* payload_;
  answer_output output_;
  foreign_body foreign_;
  bool begun_ = false;
  std::size_t head_ = 0;  // what the builder had of the head alone
  std::unique_ptr<serde::reader> reader_;
  std::string text_;
};

}  // namespace

void rest_protocol::name_content(http_request& request, std::string_view media_type) const {
  if (!request.headers.contains("Content-Type")) request.headers.set("Content-Type", media_type);
}

result<void> rest_protocol::write_request(const model::operation& operation, const serde::edited_input& input,
                                          const serde::push_options& how, http_request& request) const {
  static const model::shape nothing;
  const model::shape& shape = operation.input ? *operation.input : nothing;
  const root_element root = body_root(shape, operation.input_wrapper, operation.input_namespace);
  binding_sink sink{shape, {&format_, root}, request.headers};
  serde::push_options all = how;
  all.streams = true;
  if (auto fine = input.push(&sink, all); !fine) return fine;
  if (auto fine = sink.address(operation, request); !fine) return fine;

  const model::member* const payload = shape.payload;
  if (payload && raw(*payload)) {
    const bool blob = payload->target->type == shape_type::blob;
    if (sink.has_body() || (payload->streaming && blob))
      name_content(request, blob ? "application/octet-stream" : "text/plain");
    request.body = sink.take_body();
    return {};
  }
  if (sink.has_body()) {
    request.body = sink.take_body();
  } else {
    if (!writes_empty_bodies() || (payload ? !writes_empty(*payload->target) : !has_body_members(shape))) return {};
    auto body = format_.writer(payload ? payload_root(*payload) : root);
    body.sink().begin(payload ? *payload->target : shape, 0);
    body.sink().end();
    request.body = body.take();
  }
  name_content(request, format_.media_type());
  return {};
}

std::unique_ptr<response_reader> rest_protocol::read_output(const model::operation& operation, int status,
                                                            const header_list& headers, const limits& limits,
                                                            shape_sink* output) const {
  return std::make_unique<output_reader>(*this, operation, status, headers, format_, limits, output);
}

}  // namespace aloft::protocol
