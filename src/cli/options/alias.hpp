#pragma once
// People's own commands: ~/.aws/cli/alias, as the AWS CLI reads it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

struct command_alias {
  std::string shell;               ///< a command for the shell ("!…"); empty: other words
  std::vector<std::string> words;  ///< what stands for the name
};

/// The alias of the section [toplevel]; nothing where there is none. Usage error (thrown) for quotes that stay open.
std::optional<command_alias> find_alias(std::string_view name);

/// Becomes the shell that runs the command with the words behind it; returns only where that cannot be, with errno.
int run_alias(const command_alias& alias, const std::vector<std::string>& words);

}  // namespace aloft::cli
