#pragma once
// The request URI of Smithy's http trait: "/{Bucket}/{Key+}?list-type=2". Labels stand for one segment, or with '+' for
// several; the query part is literal.

#include "aloft/error.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::protocol {

struct uri_template {
  /// Literal text, or a label where `label` is not empty.
  struct piece {
    std::string_view literal;
    std::string_view label;
    bool greedy;
  };
  std::vector<piece> path;
  std::string_view query;  ///< after '?', as the model has it

  /// Views into `request_uri`.
  static uri_template parse(std::string_view request_uri);

  /// Labels of a path as it stands in a request line, decoded; nothing when the path is not of this template.
  std::optional<std::vector<std::pair<std::string_view, std::string>>> match(std::string_view encoded_path) const;

  /// How much of the template is literal: of several that match, the one with most is meant.
  std::size_t weight() const noexcept;
};

/// Pairs of a query string, decoded ('+' is a space, as servers read it), in order. Broken escapes are kept as they
/// are.
std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query);

}  // namespace aloft::protocol
