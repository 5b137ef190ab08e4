// Commands of the AWS CLI that are an operation by another name.

#include "cli/command/commands.hpp"
#include "cli/command/further_commands.hpp"
#include "cli/options/word_options.hpp"

#include <array>

namespace aloft::cli {
namespace {

struct operation_alias {
  std::string_view service, command, operation;
  std::string_view option, own_option;  ///< as the command calls a parameter, and as the operation does
};

constexpr std::array rows{
    operation_alias{"emr", "terminate-clusters", "terminate-job-flows", "--cluster-ids", "--job-flow-ids"},
    operation_alias{"rds", "add-option-to-option-group", "modify-option-group", "--options", "--options-to-include"},
    operation_alias{"rds", "remove-option-from-option-group", "modify-option-group", "--options",
                    "--options-to-remove"},
};

}  // namespace

int run_operation_alias(const global_options& options, console& out) {
  auto meant = options;
  auto& words = meant.words;
  for (const auto& row : rows) {
    if (words.at(0) != row.service || words.at(1) != row.command) continue;
    words[1] = row.operation;
    for (auto& word : words) {
      if (word == row.option) word = row.own_option;
      if (word.starts_with(std::string{row.option} + '=')) word.replace(0, row.option.size(), row.own_option);
    }
  }
  return run_call(meant, out);
}

}  // namespace aloft::cli
