#pragma once
// What environment and profile say about endpoints.

#include "aloft/endpoint_options.hpp"
#include "aloft/error.hpp"

namespace aloft::config {

class settings;

/// Errors: config "InvalidSetting" that names the value, where it stands, and what was expected.
result<endpoint_options> read_endpoint_options(const settings& from);

/// `over` where it says something, else `under`.
endpoint_options overlaid(const endpoint_options& over, const endpoint_options& under);

}  // namespace aloft::config
