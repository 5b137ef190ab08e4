#pragma once
// Text of an expression → tokens.

#include <boost/json/value.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::jmespath {

enum class token_kind {
  name,    ///< unquoted identifier
  quoted,  ///< "identifier"
  number,
  literal,  ///< `json` or 'text'
  dot,
  star,
  flatten,  ///< []
  filter,   ///< [?
  left_bracket,
  right_bracket,
  left_brace,
  right_brace,
  left_paren,
  right_paren,
  comma,
  colon,
  pipe,
  logical_or,
  logical_and,
  negation,
  comparator,  ///< == != < <= > >=
  reference,   ///< &
  current,     ///< @
  end,
};

struct token {
  token_kind kind = token_kind::end;
  std::string text;          ///< identifier, digits or comparator
  boost::json::value value;  ///< of a literal
  std::size_t at = 0;        ///< offset in the expression
};

/// Thrown inside the layer; `code` is the error's code.
struct fault : std::runtime_error {
  fault(const char* code, const std::string& message) : std::runtime_error{message}, code{code} {}
  const char* code;
};
[[noreturn]] void syntax_fault(std::size_t at, const std::string& what);

std::vector<token> tokenize(std::string_view text);

}  // namespace aloft::jmespath
