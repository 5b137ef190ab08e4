#pragma once
// The names a service answers to.

#include "model/service.hpp"

#include <string>
#include <utility>
#include <vector>

namespace aloft::model {

/// Folded spellings and the services (by position) that own them. Where several services could claim one, the folder
/// name goes first, then the service id, the AWS CLI's name, and the endpoint prefix. Sorted.
std::vector<std::pair<std::string, std::size_t>> service_spellings(const std::vector<service::facts>& services);

}  // namespace aloft::model
