#pragma once
// SNS's refusals.

#include "local/api_error.hpp"

#include <string_view>

namespace aloft::local::sns {

/// "Invalid parameter: " and the rest.
inline api_error invalid(std::string_view what) { return {"InvalidParameter", join({"Invalid parameter: ", what})}; }
inline api_error no_such(std::string_view what) { return {404, "NotFound", join({what, " does not exist"})}; }

}  // namespace aloft::local::sns
