#pragma once
// The event loop that a command's calls run on.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>

namespace aloft::cli {

/// Runs the coroutine in the calling thread and gives its exit status; what it throws is thrown. SIGINT and SIGTERM
/// cancel it, and the status is theirs; a second one ends the process at once.
int run_event_loop(const std::function<boost::asio::awaitable<int>(boost::asio::any_io_executor)>& work);

}  // namespace aloft::cli
