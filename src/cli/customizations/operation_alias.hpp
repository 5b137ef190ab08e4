#pragma once
// Commands of the AWS CLI that are an operation by another name.

#include <string>
#include <vector>

namespace aloft::cli {

/// "emr terminate-clusters --cluster-ids a" as "emr terminate-job-flows --job-flow-ids a"; other words as they are.
std::vector<std::string> without_operation_alias(std::vector<std::string> words);

}  // namespace aloft::cli
