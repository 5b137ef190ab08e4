// Expressions and documents from anywhere: a value or an error with a message, twice the same. Input: the expression, a
// line end, and the document as JSON; a document that is none is a text.

#include "aloft/jmespath.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  namespace json = boost::json;
  // Each "[@,@]|" doubles what comes out: that is what it asks for, so expressions stay short.
  constexpr std::size_t longest_expression = 96;
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const auto line = input.substr(0, std::min(input.find('\n'), longest_expression));
  const auto expression = jmespath::expression::compile(line);
  if (!expression) {
    if (expression.error().message().empty() || expression.error().kind() != error_kind::usage) std::abort();
    return 0;
  }
  const auto rest = line.size() < input.size() ? input.substr(line.size() + 1) : std::string_view{};
  boost::system::error_code bad;
  json::value document = json::parse(rest, bad);
  if (bad) document = rest;
  const auto found = expression->search(document);
  const auto again = expression->search(document);
  if (found.has_value() != again.has_value()) std::abort();
  if (found && json::serialize(*found) != json::serialize(*again)) std::abort();
  if (!found && found.error().message().empty()) std::abort();
  return 0;
}
