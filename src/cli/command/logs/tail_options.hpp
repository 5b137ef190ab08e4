#pragma once
// The words of `aloft logs tail`.

#include "cli/options/global_options.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace aloft::cli {

enum class line_format {
  detailed,  ///< time, stream, message
  brief,     ///< time, message
  json,      ///< one object a line
};

struct tail_options {
  std::vector<std::string> groups;  ///< names or ARNs
  std::int64_t since = 0;           ///< milliseconds since 1970
  bool follow = false;
  std::string filter;         ///< CloudWatch's pattern; empty: all lines
  std::string stream_prefix;  ///< empty: all streams
  line_format format = line_format::detailed;
};

/// `now` in milliseconds since 1970. Throws usage errors.
tail_options read_tail_options(const global_options& options, std::int64_t now);

/// The name in an ARN, or in the form ACCOUNT:NAME; a name as it is.
std::string group_name(std::string_view identifier);

}  // namespace aloft::cli
