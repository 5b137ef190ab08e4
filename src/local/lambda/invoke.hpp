#pragma once
// Lambda's Invoke.

#include "local/lambda/region_functions.hpp"
#include "local/operation.hpp"

namespace aloft::local::lambda {

outcome invoke(region_functions& state, const input& request, const call_context& context);

}  // namespace aloft::local::lambda
