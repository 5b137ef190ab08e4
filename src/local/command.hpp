#pragma once
// What `aloft local` does, without its command line.

#include "aloft/local.hpp"
#include "local/duration.hpp"

#include <iosfwd>

namespace aloft::local {

/// Serves in the calling thread until SIGINT or SIGTERM. Writes the address and, as shell lines, the environment that
/// leads the AWS CLI, SDKs and aloft to it; at the end what was asked. Throws as server's constructor does.
void run_until_signal(const server_options& options, std::ostream& out);

}  // namespace aloft::local
