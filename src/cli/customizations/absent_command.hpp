#pragma once
// Commands of the AWS CLI's own that are not here: what is said to those who ask for them.

#include <string_view>

namespace aloft::cli {

/// What to do instead ("run-job-flow takes the same as structures"); "" where the AWS CLI has no such command. An empty
/// `command`: the service's, where the AWS CLI has a service that is none of AWS's (ddb, history).
std::string_view instead_of(std::string_view service, std::string_view command) noexcept;

}  // namespace aloft::cli
