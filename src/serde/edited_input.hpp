#pragma once
// The input of one call as the pipeline sees it, whatever it is made of: it can be asked for single scalars, has texts
// put in place of what the caller gave (an overlay: nothing is copied), and is pushed into a writer, validated on the
// way.

#include "aloft/input.hpp"
#include "serde/input_fitter.hpp"

#include <boost/json/value.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace aloft::serde {

struct blob_bytes {
  std::string_view bytes;
};

/// A value that is no list, map or structure: nothing, true or false, a number, text, a blob's bytes, a time.
using scalar = std::variant<std::monostate, bool, std::int64_t, double, std::string_view, blob_bytes, aloft::timestamp>;

struct push_options {
  bool validate = true;  ///< see fit_options
  bool streams = false;  ///< see fit_options
  std::string_view idempotency_token = {};
};

/// Lives as long as its call. Thread: that of the call.
class edited_input {
 public:
  /// `given` must outlive this; so must `shape`, which is the operation's input.
  edited_input(const input& given, const model::shape* shape);
  ~edited_input();
  edited_input(const edited_input&) = delete;
  edited_input& operator=(const edited_input&) = delete;

  /// The member of the root, or by "CopySource.Bucket" one inside, as edited. Nothing where it is absent, null or no
  /// scalar. Views live as long as this, those of edits until the next edit.
  scalar find(std::string_view path) const;
  std::string_view text(std::string_view path) const;  ///< the same where it is text; else ""
  /// A member of the root is given, or made by an edit, and not null.
  bool has(std::string_view member) const;

  /// The entries of a member that is a map of scalars, or of a structure's; none for all others.
  std::vector<std::pair<std::string_view, scalar>> entries(std::string_view member) const;

  void set(std::string_view member, std::string text);

  const input& given() const noexcept { return given_; }

  /// Pushes the input as its shape into `to`; null: only judges it.
  result<void> push(shape_sink* to, const push_options& options) const;

  /// As JSON, for queries that may reach anywhere into it: in place where that is what the caller gave, else made in
  /// `room`. Blobs are base64 text.
  const boost::json::value& as_json(boost::json::value& room) const;

 private:
  struct scalars;
  const scalars& pushed() const;

  const input& given_;
  const model::shape& shape_;
  std::vector<input_edit> edits_;
  mutable std::unique_ptr<const scalars> pushed_;  // of a foreign source: what was seen when it was walked
};

/// Any input as JSON: blobs are base64 text. Usage error "ParamValidation" for what is not of the shape, which is the
/// operation's input, at all; only JSON is not looked at.
result<boost::json::value> to_json(const input& given, const model::shape* shape);

}  // namespace aloft::serde
