#pragma once
// The credentials that the global options lead to.

#include <aloft/config/profile.hpp>
#include "aloft/credentials.hpp"
#include "aloft/error.hpp"
#include "aloft/log.hpp"
#include "cli/options/global_options.hpp"

#include <memory>

namespace aloft::cli {

/// Finds them, in an event loop of its own that has ended when this returns. `log`: warnings and what --debug says.
/// `files`: the shared files where they were read already.
result<credentials> load_credentials(const global_options& options, log_sink& log,
                                     std::shared_ptr<const config::profile_files> files = {});

}  // namespace aloft::cli
