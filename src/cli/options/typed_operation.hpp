#pragma once
// Which operation a command line is about, before its options have been read.

#include "model/service.hpp"

#include <memory>
#include <string>
#include <vector>

namespace aloft::cli {

struct typed_operation {
  std::shared_ptr<const model::service> service;
  const model::operation* operation = nullptr;  ///< null: the words name none
};

/// `words`: what stands on the line beside options: ("ec2", "describe-vpcs", …), ("compare", "ec2", "describe-vpcs",
/// …),
/// ("ec2", "rules"). Reads the service's model.
typed_operation find_typed_operation(const std::vector<std::string>& words);

}  // namespace aloft::cli
