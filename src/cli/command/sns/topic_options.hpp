#pragma once
// The topic that a command is about.

#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

/// Takes `--topic-arn ARN`, or the next word. Usage error "MissingParameter" (thrown).
std::string take_topic(std::vector<std::string>& words, std::string_view usage);

}  // namespace aloft::cli
