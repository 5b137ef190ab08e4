#pragma once
// What `aloft local` does once its command line is read.

#include <aloft/local.hpp>

#include <iosfwd>

namespace aloft::cli {

/// Serves in the calling thread until SIGINT or SIGTERM. Writes the address and, as shell lines, the environment that
/// leads the AWS CLI, SDKs and aloft to it; at the end what was asked. Throws as server's constructor does.
void serve_until_signal(const local::server_options& options, std::ostream& out);

}  // namespace aloft::cli
