#pragma once
// The embedded Lambda: functions that echo, sleep, fail, are full, or run a local command. It runs no code that it is
// given.

#include "local/lambda/region_functions.hpp"
#include "local/regional_backend.hpp"

#include <vector>

namespace aloft::local::lambda {

class backend final : public regional_backend<region_functions> {
 public:
  /// Every account and region has these functions from the start.
  explicit backend(std::vector<function_options> configured);
};

}  // namespace aloft::local::lambda
