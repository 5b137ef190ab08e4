#include "cli/customizations/operation_alias.hpp"

#include <array>
#include <string_view>

namespace aloft::cli {
namespace {

struct renamed_operation {
  std::string_view service, command, operation;
  std::string_view option, own_option;  ///< as the command calls a parameter, and as the operation does
};

constexpr std::array renamed_operations{
    renamed_operation{"emr", "terminate-clusters", "terminate-job-flows", "--cluster-ids", "--job-flow-ids"},
    renamed_operation{"rds", "add-option-to-option-group", "modify-option-group", "--options", "--options-to-include"},
    renamed_operation{"rds", "remove-option-from-option-group", "modify-option-group", "--options",
                      "--options-to-remove"},
};

}  // namespace

std::vector<std::string> without_operation_alias(std::vector<std::string> words) {
  if (words.size() < 2) return words;
  for (const auto& row : renamed_operations) {
    if (words[0] != row.service || words[1] != row.command) continue;
    words[1] = row.operation;
    for (auto& word : words)
      if (word == row.option || word.starts_with(std::string{row.option} + '='))
        word.replace(0, row.option.size(), row.own_option);
    break;
  }
  return words;
}

}  // namespace aloft::cli
