#pragma once
// From the global options to a session and its settings.

#include <aloft/config/settings.hpp>
#include "aloft/session.hpp"
#include "cli/options/global_options.hpp"

#include <memory>

namespace aloft::cli {

/// Options of the session that the calls run in: asks for MFA codes at the terminal. `log` must outlive the session.
session_options session_settings(const global_options& options, log_sink& log);

/// A session that takes the shared files as they were read already; null: it reads them.
session open_session(boost::asio::any_io_executor executor, session_options how,
                     std::shared_ptr<const config::profile_files> files);

/// What configuration comes to, with files that have been read. Throws config errors.
std::shared_ptr<const config::settings> resolve_settings(const global_options& options,
                                                         std::shared_ptr<const config::profile_files> files);
/// The same, reading them.
std::shared_ptr<const config::settings> resolve_settings(const global_options& options);

/// A setting's source in the words of people who type commands.
std::string_view from_command_line(std::string_view source);

/// --output, AWS_DEFAULT_OUTPUT, the profile's output, else `otherwise`. Throws a config error that names the source.
output_format choose_format(const global_options& options, const config::settings& settings,
                            output_format otherwise = output_format::json);

/// Settings of the client of the command's own service; empty region: the session's. --endpoint-url is for this client
/// alone: whoever is asked for credentials, tokens or regions on the way is AWS, or what configuration says.
client_options client_settings(const global_options& options, std::string region);

/// The same for a service that the command asks on the way.
client_options other_client_settings(const global_options& options, std::string region);

}  // namespace aloft::cli
