#pragma once
// JMESPath, the query language of the AWS CLI's --query, of paginators and of waiters:
// https://jmespath.org/specification.html Evaluates over answers (aloft::value) and over JSON. Values are referred to,
// not copied, until the result is made.

#include "aloft/error.hpp"
#include "aloft/value.hpp"

#include <boost/json/value.hpp>

#include <memory>
#include <string_view>

namespace aloft::jmespath {

struct ast;

/// A compiled expression. Immutable, cheap to copy, thread-safe.
class expression {
 public:
  /// Errors (usage): "JmesPathSyntax", "JmesPathUnknownFunction", "JmesPathInvalidArity", with the place in the text.
  static result<expression> compile(std::string_view text);

  /// What the expression selects; null when that is nothing. Errors (usage): "JmesPathInvalidType",
  /// "JmesPathInvalidValue". Blobs count as base64 text, timestamps as ISO 8601 text.
  result<boost::json::value> search(value in) const;
  result<boost::json::value> search(const boost::json::value& in) const;

 private:
  explicit expression(std::shared_ptr<const ast> root) noexcept : root_{std::move(root)} {}
  std::shared_ptr<const ast> root_;
};

/// Compiles and searches in one step.
result<boost::json::value> search(std::string_view text, const boost::json::value& in);

}  // namespace aloft::jmespath
