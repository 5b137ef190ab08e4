#pragma once
// The event loop of a command that goes on until it is told to end, and then finishes what it has begun.

#include "aloft/session.hpp"
#include "cli/options/global_options.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>

namespace aloft::cli {

/// As run_event_loop(), but that the first SIGINT or SIGTERM calls `drain`: true says that the coroutine will end by
/// itself, with a status of its own; the next signal cancels it then, and one more ends the process.
int run_draining_loop(const std::function<boost::asio::awaitable<int>(boost::asio::any_io_executor)>& work,
                      const std::function<bool()>& drain);

/// The same with a session of the options, as with_session().
int with_draining_session(const global_options& options,
                          const std::function<boost::asio::awaitable<int>(const session&)>& work,
                          const std::function<bool()>& drain);

}  // namespace aloft::cli
