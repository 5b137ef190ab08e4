#pragma once
// Functions made, listed and removed.

#include "local/lambda/region_functions.hpp"
#include "local/operation.hpp"

namespace aloft::local::lambda {

boost::json::object create_function(region_functions& state, const input& request, const call_context& context);
boost::json::object delete_function(region_functions& state, const input& request, const call_context& context);
boost::json::object get_function(region_functions& state, const input& request, const call_context& context);
boost::json::object list_functions(region_functions& state, const input& request, const call_context& context);

}  // namespace aloft::local::lambda
