#pragma once
// The tree of an expression.

#include <boost/json/value.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace aloft::jmespath {

enum class ast_kind {
  current,           ///< @
  identity,          ///< nothing follows a projection
  field,             ///< name
  index,             ///< [number]
  slice,             ///< [start:stop:step]
  literal,           ///< `json` or 'text'
  subexpression,     ///< a.b, and an index after its list
  pipe,              ///< a | b: ends a projection
  list_projection,   ///< a[*].b
  value_projection,  ///< a.*.b
  flatten,           ///< a[]
  filter,            ///< a[?c].b: children a, b, c
  multi_list,        ///< [a, b]
  multi_hash,        ///< {name: a}
  logical_or,        ///< a || b
  logical_and,       ///< a && b
  negation,          ///< !a
  comparison,        ///< a < b; the operator is in `text`
  call,              ///< name(a, b)
  reference,         ///< &a
};

struct ast {
  ast_kind kind = ast_kind::current;
  std::string text;                        ///< field or function name, comparison operator
  boost::json::value value;                ///< of a literal
  std::optional<std::int64_t> numbers[3];  ///< index, or start, stop and step of a slice
  std::vector<std::string> names;          ///< of a multi_hash, one per child
  std::vector<std::unique_ptr<ast>> children;
};

}  // namespace aloft::jmespath
