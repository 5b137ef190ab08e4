#pragma once
// Calls whose answers stream events: each is printed when it comes, a line of NDJSON unless --output says otherwise, or
// the bytes of all go into a file.

#include "aloft/session.hpp"
#include "cli/command/call/call_plan.hpp"
#include "cli/console.hpp"
#include "cli/options/global_options.hpp"

#include <boost/asio/awaitable.hpp>

namespace aloft::cli {

/// Until the end of all streams, --max-events, --for, or a cancellation. Gives the exit status; an exception of the
/// only stream is thrown, of several streams it is reported at the end.
boost::asio::awaitable<int> print_events(const session& session, const call_plan& plan, const global_options& options,
                                         console& out);

}  // namespace aloft::cli
