#pragma once
// Which operation a command line is about, before its options have been read.

#include <aloft/model.hpp>

#include <optional>
#include <string>
#include <vector>

namespace aloft::cli {

struct typed_operation {
  std::optional<service_model> service;
  std::optional<operation_model> operation;  ///< nothing: the words name none
};

/// `words`: what stands on the line beside options: ("ec2", "describe-vpcs", …), ("compare", "ec2", "describe-vpcs",
/// …),
/// ("ec2", "rules"). Reads the service's model.
typed_operation find_typed_operation(const std::vector<std::string>& words);

}  // namespace aloft::cli
