#include "aloft/jmespath.hpp"

#include "jmespath/evaluate.hpp"
#include "jmespath/lexer.hpp"
#include "jmespath/parser.hpp"

namespace aloft::jmespath {
namespace {

error to_error(const fault& failure) { return error{error_kind::usage, failure.code, failure.what()}; }

result<boost::json::value> search_node(const ast& root, const node& in) try {
  heap made;
  return materialize(evaluate(root, in, made));
} catch (const fault& failure) {
  return to_error(failure);
}

}  // namespace

result<expression> expression::compile(std::string_view text) try {
  return expression{parse(text)};
} catch (const fault& failure) {
  return to_error(failure);
}

result<boost::json::value> expression::search(value in) const {
  node start;
  start.document = in;
  return search_node(*root_, start);
}

result<boost::json::value> expression::search(const boost::json::value& in) const {
  node start;
  start.json = &in;
  return search_node(*root_, start);
}

result<boost::json::value> search(std::string_view text, const boost::json::value& in) {
  const auto compiled = expression::compile(text);
  if (!compiled) return compiled.error();
  return compiled->search(in);
}

}  // namespace aloft::jmespath
