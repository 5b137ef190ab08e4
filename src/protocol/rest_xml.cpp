// restXml, with what S3 makes of it: errors without a body, and errors in answers that say 200.

#include "protocol/protocols.hpp"
#include "protocol/rest.hpp"
#include "protocol/xml_error.hpp"

#include <boost/json.hpp>

namespace aloft::protocol {
namespace {

/// The name of a document's root element, from as much of the document as is there; nothing while that is too little.
/// Text that is no XML has the root "".
std::optional<std::string_view> root_name(std::string_view xml) {
  const auto skip = [&xml](std::string_view open, std::string_view close) {
    if (!xml.starts_with(open)) return false;
    const auto end = xml.find(close);
    xml = end == xml.npos ? std::string_view{} : xml.substr(end + close.size());
    return true;
  };
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (xml.size() < byte_order_mark.size() && byte_order_mark.starts_with(xml)) return std::nullopt;
  if (xml.starts_with(byte_order_mark)) xml.remove_prefix(byte_order_mark.size());
  for (;;) {
    const auto start = xml.find_first_not_of(" \t\r\n");
    if (start == xml.npos) return std::nullopt;
    xml.remove_prefix(start);
    if (xml.front() != '<') return std::string_view{};
    if (xml.size() < 4) return std::nullopt;
    if (skip("<?", "?>") || skip("<!--", "-->")) continue;
    const auto end = xml.find_first_of(" \t\r\n/>", 1);
    if (end == xml.npos) return std::nullopt;
    const auto name = xml.substr(1, end - 1);
    return name.substr(name.find(':') + 1);
  }
}

/// A success until its root element turns out to be <Error>: S3 answers long calls (CopyObject,
/// CompleteMultipartUpload) with 200 before it knows how they end.
class watchful_reader final : public response_reader {
 public:
  watchful_reader(std::unique_ptr<response_reader> success, std::unique_ptr<response_reader> failure)
      : success_{std::move(success)}, failure_{std::move(failure)} {}

  result<void> write(std::string_view piece) override {
    if (chosen_) return chosen_->write(piece);
    if (!head_.empty()) head_ += piece;
    const std::string_view seen = head_.empty() ? piece : head_;
    const auto root = root_name(seen.substr(0, most_of_head));  // the same choice however the body is cut
    if (root || seen.size() >= most_of_head) return choose(root == "Error", seen);
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
  response_reader* chosen_ = nullptr;
  std::string head_;
};

class rest_xml_protocol final : public rest_protocol {
 public:
  rest_xml_protocol() : rest_protocol{xml()} {}

  std::string_view name() const noexcept override { return "rest-xml"; }

  error read_error(const answer_head& head, std::string_view body) const override {
    const model::operation& operation = *head.operation;
    if (body.empty()) return status_error(operation, head.status, head.headers);
    auto failure = read_xml_error(head, body, true);
    // The server began to answer and then failed: the same call may succeed later.
    if (head.status < 300 && failure.kind() == error_kind::service)
      failure = failure.with([](error_info& info) { info.retryable = true; });
    return failure;
  }

 protected:
  bool writes_empty_bodies() const noexcept override { return false; }

  std::unique_ptr<response_reader> read_output(const model::operation& operation, int status,
                                               const header_list& headers, const limits& limits) const override {
    auto success = rest_protocol::read_output(operation, status, headers, limits);
    const model::member* payload = operation.output ? operation.output->payload : nullptr;
    const bool any_text = payload && payload->target->type != model::shape_type::structure;
    if (any_text) return success;
    return std::make_unique<watchful_reader>(std::move(success),
                                             make_error_reader(*this, operation, status, headers, limits));
  }
};

}  // namespace

const protocol& rest_xml() {
  static const rest_xml_protocol made;
  return made;
}

}  // namespace aloft::protocol
