#pragma once
// The AWS CLI's shorthand for structured values: Key=a,Values=b,c,Nested={x=1,y=[2,3]},Body@=file://path.
// Parsing knows no shapes: it gives a tree of texts with their places, which parameter_value.hpp turns into values.

#include "aloft/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

/// One value of a shorthand text.
struct shorthand_node {
  enum class form {
    text,    ///< a word or a quoted text
    list,    ///< a,b or [a,b]
    object,  ///< a=b,c=d or {a=b,c=d}
  };
  form is = form::text;
  std::size_t offset = 0;                  ///< where it starts in the shorthand text
  bool from_file = false;                  ///< written key@=…: the text may be file:// or fileb://
  std::string key = {};                    ///< of an entry of an object
  std::string text = {};                   ///< escapes resolved
  std::vector<shorthand_node> nodes = {};  ///< elements of a list, entries of an object
};

/// Parses `key=value,…` to an object. Usage error "Shorthand" with the place and what was expected there.
result<shorthand_node> parse_shorthand(std::string_view text);

/// What to type instead of the quotes that documents and chats make; "" where the text has none.
std::string typographic_quotes(std::string_view text);

/// "…\n  Key=a,=b\n        ^": the text with a mark below the place, for error messages. Long texts are cut around it.
std::string point_at(std::string_view text, std::size_t offset);

}  // namespace aloft::cli
