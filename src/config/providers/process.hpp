#pragma once
// credential_process: a program of the user's that prints credentials.

#include "config/providers/context.hpp"
#include "config/providers/source.hpp"

namespace aloft::config {

/// Runs it, without a shell, for at most a minute. Errors name the program and its exit status, never what it printed.
boost::asio::awaitable<result<credentials>> process_credentials(const provider_context& with,
                                                                const process_source& from);

}  // namespace aloft::config
