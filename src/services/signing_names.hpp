#pragma once
// Whom certificates of notifications are for.

#include <string>
#include <string_view>
#include <vector>

namespace aloft::sns {

/// "sns.amazonaws.com" and "sns.eu-west-1.amazonaws.com", by the topic's partition and region.
std::vector<std::string> signing_names(std::string_view topic_arn);

}  // namespace aloft::sns
