#pragma once
// A line of `aloft s3 run`. Pure.

#include <aloft/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

/// Words as a POSIX shell splits them, without expansions: quotes, backslashes, and # for the rest of a line that
/// begins a word. Usage error "BadLine" for a quote that stays open.
result<std::vector<std::string>> split_command_line(std::string_view line);

}  // namespace aloft::cli
