#include "serde/xml_error.hpp"

#include "serde/xml_tokenizer.hpp"

#include <algorithm>
#include <iterator>

namespace aloft::serde {
namespace {

// Collects the texts of an error's fields; fields are known by their name and by how deep they stand.
class error_fields {
 public:
  void start(std::string_view name) {
    path_.emplace_back(name);
    target_ = nullptr;
    const std::size_t depth = path_.size();
    if (name == "Error" && depth <= 3 && !found_) {
      found_ = true;
      error_depth_ = depth;
      if (depth == 2) fields_.wrappers = {"Error"};
      if (depth == 3) fields_.wrappers = {"Errors", "Error"};
    }
    if (depth == error_depth_ + 1 && inside_error()) {
      if (name == "Code") target_ = &fields_.code;
      if (name == "Message" || name == "message") target_ = &fields_.message;
      if (name == "Type") target_ = &fields_.type;
    }
    if (name == "RequestId" || name == "RequestID" || name == "requestId") target_ = &fields_.request_id;
    if (name == "HostId") target_ = &fields_.host_id;
    if (target_ != nullptr && !target_->empty()) target_ = nullptr;
    if (depth == error_depth_ + 2 && other_open_) fields_.others.pop_back();  // no text, but a structure
    other_open_ = depth == error_depth_ + 1 && inside_error() && !known(name);
    if (other_open_) target_ = &fields_.others.emplace_back(name, "").second;
  }

  void text(std::string_view text) {
    if (target_ != nullptr) target_->append(text);
  }

  void end() {
    path_.pop_back();
    target_ = nullptr;
    other_open_ = false;
  }

  xml_error take() { return std::move(fields_); }

 private:
  static bool known(std::string_view name) {
    constexpr std::string_view fields[] = {"Code",      "Message",   "message",   "Type",
                                           "RequestId", "RequestID", "requestId", "HostId"};
    return std::find(std::begin(fields), std::end(fields), name) != std::end(fields);
  }
  bool inside_error() const { return found_ && path_[error_depth_ - 1] == "Error"; }

  xml_error fields_;
  std::vector<std::string> path_;
  std::string* target_ = nullptr;
  std::size_t error_depth_ = 0;
  bool found_ = false;
  bool other_open_ = false;
};

}  // namespace

result<xml_error> read_xml_error(std::string_view body, const read_limits& limits) {
  if (body.size() > limits.max_bytes) return too_large(limits);
  xml_tokenizer tokens{limits.max_depth};
  tokens.feed(body);
  tokens.finish();
  error_fields fields;
  for (;;) {
    switch (tokens.next()) {
      case xml_token::start: fields.start(tokens.name()); break;
      case xml_token::text: fields.text(tokens.text()); break;
      case xml_token::end: fields.end(); break;
      case xml_token::done: return fields.take();
      case xml_token::need_more:
      case xml_token::error:
        return error{error_kind::protocol, "UnreadableAnswer", "not well-formed XML: " + tokens.problem()};
    }
  }
}

}  // namespace aloft::serde
