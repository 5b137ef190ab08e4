#pragma once
// Commands that make a few calls, one after another.

#include "aloft/session.hpp"
#include "cli/options/global_options.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <functional>
#include <string_view>

namespace aloft::cli {

/// Runs the work in an event loop with a session of the options; its exit status. What it throws is thrown; SIGINT and
/// SIGTERM end it as run_event_loop() says.
int with_session(const global_options& options, const std::function<boost::asio::awaitable<int>(const session&)>& work);

/// One call and its answer as JSON; of an operation with pages the first. Throws aloft::error. An interruption is one
/// of kind cancelled.
boost::json::value call_service(const global_options& options, std::string_view service, std::string_view operation,
                                boost::json::object input);

}  // namespace aloft::cli
