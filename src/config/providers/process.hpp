#pragma once
// credential_process: a program of the user's that prints credentials.

#include "config/providers/context.hpp"
#include "config/providers/source.hpp"

namespace aloft::config {

/// Runs it for at most a minute, in a shell only where its line has a shell's operators. Errors tell its exit status
/// and what it wrote to standard error, which AWS tells programs to keep secrets out of; never what it printed.
boost::asio::awaitable<result<credentials>> process_credentials(const provider_context& with,
                                                                const process_source& from);

}  // namespace aloft::config
