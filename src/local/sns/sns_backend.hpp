#pragma once
// The embedded SNS: topics and subscriptions per account and region.

#include "local/regional_backend.hpp"
#include "local/sns/delivery_paths.hpp"
#include "local/sns/region_topics.hpp"

namespace aloft::local::sns {

class backend final : public regional_backend<region_topics> {
 public:
  /// `paths` outlives the backend.
  explicit backend(const delivery_paths& paths);
};

}  // namespace aloft::local::sns
