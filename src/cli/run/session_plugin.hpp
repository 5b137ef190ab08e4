#pragma once
// AWS's session-manager-plugin, which carries the sessions that Systems Manager opens.

#include "aloft/session.hpp"
#include "cli/options/global_options.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace aloft::cli {

/// Throws a config error "NoSessionPlugin" with where to get it. Before the session is opened: else it would be left
/// open.
void expect_session_plugin();

/// Becomes the plugin; returns only where that cannot be (throws a config error). `session`: what StartSession or
/// ExecuteCommand answered; `parameters`: what it was asked.
[[noreturn]] void become_session_plugin(const global_options& options, const boost::json::object& session,
                                        const boost::json::object& parameters, const std::string& region,
                                        const std::string& endpoint);

}  // namespace aloft::cli
