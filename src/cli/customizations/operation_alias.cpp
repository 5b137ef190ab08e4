#include "cli/customizations/operation_alias.hpp"

#include <array>
#include <string_view>

namespace aloft::cli {
namespace {

struct operation_alias {
  std::string_view service, command, operation;
  std::string_view option, own_option;  ///< as the command calls a parameter, and as the operation does
};

constexpr std::array aliases{
    operation_alias{"emr", "terminate-clusters", "terminate-job-flows", "--cluster-ids", "--job-flow-ids"},
    operation_alias{"rds", "add-option-to-option-group", "modify-option-group", "--options", "--options-to-include"},
    operation_alias{"rds", "remove-option-from-option-group", "modify-option-group", "--options",
                    "--options-to-remove"},
};

}  // namespace

std::vector<std::string> without_operation_alias(std::vector<std::string> words) {
  if (words.size() < 2) return words;
  for (const auto& row : aliases) {
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
