#pragma once
// YAML as JSON values.

#include "aloft/error.hpp"

#include <boost/json/value.hpp>

#include <string_view>

namespace aloft::cli {

/// The first document of the text; null for an empty one. Plain scalars are what YAML 1.1's core says (numbers, true,
/// false, null), quoted ones texts; aliases stand for what they name. Usage error "BadYaml" with line and column: what
/// is no YAML, keys that are no scalars, tags (!Ref) and aliases that make too much of a small text.
result<boost::json::value> read_yaml(std::string_view text, std::string_view name);

/// What a scalar without quotes is.
boost::json::value yaml_plain_scalar(std::string_view text);

}  // namespace aloft::cli
