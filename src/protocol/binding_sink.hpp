#pragma once
// The way out of REST protocols: a structure is pushed in, and each member goes where its HTTP binding says, as text
// into path, query, headers or status, or into the body.

#include <aloft/http_message.hpp>
#include "aloft/shape_sink.hpp"
#include "model/service.hpp"
#include "protocol/body_format.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace aloft::protocol {

/// Takes one structure, as input_fitter pushes it. Fails (usage "ParamValidation") for headers that would break the
/// message apart.
class binding_sink final : public shape_sink {
 public:
  /// What the body is written as. `format` null: members of the body are passed over.
  struct body_plan {
    const body_format* format = nullptr;
    root_element root = {};  ///< of the structure itself, where no member is the payload
  };

  binding_sink(const model::shape& shape, const body_plan& plan, header_list& headers);

  using shape_sink::begin;
  void begin(const model::shape& shape, std::size_t size) override;
  void end() override;
  void member(const model::member& member) override;
  void key(std::string_view key) override;
  void text(std::string_view value) override;
  void integer(std::int64_t value) override;
  void real(double value) override;
  void boolean(bool value) override;
  void blob(std::string_view bytes) override;
  void timestamp(aloft::timestamp value) override;
  void null() override;

  // What came of it, once the structure has ended.
  /// Fills the labels of the operation's URI, and appends to the query that it states. Usage error "ParamValidation"
  /// for a label without text.
  result<void> address(const model::operation& operation, http_request& request) const;
  std::optional<int> status() const noexcept { return status_; }
  /// The payload member, or some member of the body, was given.
  bool has_body() const noexcept { return body_.has_value() || raw_.has_value(); }
  std::string take_body();

 private:
  /// Where the current member of the structure goes.
  enum class target { nowhere, text, json, body, raw };

  bool at_root() const noexcept { return depth_ == 1; }
  void value_ended();
  void put(std::string text, const model::member& of);
  void put_prefixed(std::string text);
  void put_header(std::string_view name, std::string_view value);

  const model::shape& shape_;
  const body_plan plan_;
  header_list& headers_;
  std::optional<body_writer> body_;
  std::optional<std::string> raw_;
  std::optional<serde::json_writer> json_;  // of a header that holds JSON
  std::size_t depth_ = 0;                   // structures, lists and maps that are open
  target target_ = target::nowhere;
  const model::member* member_ = nullptr;  // of the structure
  const model::member* inner_ = nullptr;   // whose scalar comes: the member itself, an element, a map's value
  bool in_list_ = false, in_map_ = false;
  bool first_ = true;                                          // of a list in a header: nothing is written yet
  std::string list_;                                           // that list
  std::string key_;                                            // of a map's entry
  std::string query_;                                          // parameters that members have by name
  std::vector<std::string_view> named_;                        // their names
  std::vector<std::pair<std::string, std::string>> of_maps_;   // parameters that maps add, unless they are named
  std::vector<std::pair<std::string, std::string>> prefixed_;  // headers that maps add, unless they are named
  std::unordered_set<std::string> prefixed_names_;             // of the map that is open, in lower case
  std::vector<std::pair<std::string_view, std::string>> labels_;
  std::optional<int> status_;
};

}  // namespace aloft::protocol
