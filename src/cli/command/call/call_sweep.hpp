#pragma once
// The same call to many regions and profiles at once.

#include "cli/command/call/call_plan.hpp"
#include "cli/console.hpp"
#include "cli/run/call_counts.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace aloft::cli {

/// Asks all targets of the plan and prints what they answer: rows of NDJSON and CSV as they come, other formats at the
/// end, in the order of the targets. What had come before an interruption is printed.
/// Cancellation: terminal; the status says so.
/// Ends with: the exit status.
/// Errors: what keeps all targets from being asked; where a target fails it is reported.
/// Lifetime: all arguments outlive it. Thread: the caller's.
boost::asio::awaitable<int> sweep_call(const session& session, const call_plan& plan, const global_options& options,
                                       const print_options& print, const call_counts& counts, console& out);

}  // namespace aloft::cli
