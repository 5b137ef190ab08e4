#pragma once
// The credentials that the global options lead to.

#include "aloft/credentials.hpp"
#include "aloft/error.hpp"
#include "aloft/log.hpp"
#include "cli/command/global_options.hpp"

namespace aloft::cli {

/// Finds them, in an event loop of its own that has ended when this returns. `log`: warnings and what --debug says.
result<credentials> load_credentials(const global_options& options, log_sink& log);

}  // namespace aloft::cli
