#pragma once
// The one AWS account that the embedded AWS has.

#include <set>
#include <string>
#include <string_view>

namespace aloft::local {

struct account {
  std::string id = "123456789012";
  std::set<std::string, std::less<>> opted_in;  ///< opt-in regions that the account has enabled

  /// Whether an opt-in region was enabled.
  bool enabled(std::string_view opt_in_region) const { return opted_in.contains(opt_in_region); }
};

}  // namespace aloft::local
