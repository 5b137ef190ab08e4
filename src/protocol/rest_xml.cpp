// restXml, with what S3 makes of it: errors without a body, and errors in answers that say 200.

#include "protocol/foreign_body.hpp"
#include "protocol/protocols.hpp"
#include "protocol/rest.hpp"
#include "protocol/xml_error_reader.hpp"
#include "protocol/xml_root.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace aloft::protocol {
namespace {

/// A success until its root element turns out to be <Error>: S3 answers long calls (CopyObject,
/// CompleteMultipartUpload) with 200 before it knows how they end. Or <html>, where the body is to hold the output:
/// then somebody else has answered.
class watchful_reader final : public response_reader {
 public:
  watchful_reader(std::unique_ptr<response_reader> success, std::unique_ptr<response_reader> failure, bool wants_body)
      : success_{std::move(success)}, failure_{std::move(failure)}, wants_body_{wants_body} {}

  result<void> write(std::string_view piece) override {
    if (chosen_) return chosen_->write(piece);
    if (!head_.empty()) head_ += piece;
    const std::string_view seen = head_.empty() ? piece : head_;
    const auto root = root_name(seen.substr(0, most_of_head));  // the same choice however the body is cut
    if (root || seen.size() >= most_of_head)
      return choose(root == "Error" || (wants_body_ && iequals(root.value_or(""), "html")), seen);
    if (head_.empty()) head_ = piece;
    return {};
  }

  result<document> finish() override {
    if (!chosen_)
      if (auto fine = choose(false, head_); !fine) return fine.error();
    return chosen_->finish();
  }

 private:
  static constexpr std::size_t most_of_head = 4096;

  result<void> choose(bool failed, std::string_view seen) {
    chosen_ = failed ? failure_.get() : success_.get();
    return chosen_->write(seen);
  }

  std::unique_ptr<response_reader> success_;
  std::unique_ptr<response_reader> failure_;
  const bool wants_body_;
  response_reader* chosen_ = nullptr;
  std::string head_;
};

/// Whether the model says that something must be in the body: a payload may always be left out, and S3's kin answer
/// with nothing at all.
bool has_a_body_always(const model::operation& operation) {
  if (operation.output == nullptr || operation.output->payload != nullptr) return false;
  if (operation.owner->metadata().signature_version == "s3") return false;
  const auto& members = operation.output->members;
  return std::any_of(members.begin(), members.end(), [](const model::member& member) {
    return member.required && serde::in_body(member, serde::bound_members::response);
  });
}

class rest_xml_protocol final : public rest_protocol {
 public:
  rest_xml_protocol() : rest_protocol{xml()} {}

  std::string_view name() const noexcept override { return "rest-xml"; }

  error read_error(const answer_head& head, std::string_view body) const override {
    const model::operation& operation = *head.operation;
    if (body.empty()) return status_error(operation, head.status, head.headers);
    auto failure = read_xml_error(head, body, true);
    if (head.status < 300 && failure.kind() == error_kind::protocol)
      return no_output(operation, head.status, request_id(head.headers), body, "it is something else");
    // The server began to answer and then failed: the same call may succeed later.
    if (head.status < 300 && failure.kind() == error_kind::service)
      failure = failure.with([](error_info& info) { info.retryable = true; });
    return failure;
  }

  std::optional<error> judge_foreign(const answer_head& head, std::string_view body) const override {
    const model::operation& operation = *head.operation;
    if (!body.empty() || head.status == 204 || !has_a_body_always(operation)) return std::nullopt;
    return no_output(operation, head.status, request_id(head.headers), body, "it has no body");
  }

 protected:
  bool writes_empty_bodies() const noexcept override { return false; }

  std::unique_ptr<response_reader> read_output(const model::operation& operation, int status,
                                               const header_list& headers, const limits& limits,
                                               shape_sink* output) const override {
    auto success = rest_protocol::read_output(operation, status, headers, limits, output);
    const model::member* payload = operation.output ? operation.output->payload : nullptr;
    const bool any_text = payload && payload->target->type != model::shape_type::structure;
    if (any_text) return success;
    return std::make_unique<watchful_reader>(
        std::move(success), make_error_reader(*this, operation, status, headers, limits), is_in_body(operation.output));
  }
};

}  // namespace

const protocol& rest_xml() {
  static const rest_xml_protocol made;
  return made;
}

}  // namespace aloft::protocol
