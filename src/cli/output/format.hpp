#pragma once
// The forms an answer can be printed in.

#include "aloft/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

/// --output.
enum class output_format {
  json,         ///< the whole document, four spaces a level
  ndjson,       ///< one line of JSON per row
  table,        ///< rows and columns for people
  text,         ///< tab-separated, as the AWS CLI's
  yaml,         ///< the whole document as YAML
  csv,          ///< RFC 4180 with a header line, one record per row
  yaml_stream,  ///< each page as the one element of a YAML list, as it comes
  off,          ///< nothing
};

std::vector<std::string> output_format_names();

/// Usage error "UnknownOutput" with the names there are.
result<output_format> parse_output_format(std::string_view name);

}  // namespace aloft::cli
