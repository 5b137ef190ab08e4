#include "cli/run/session_setup.hpp"

#include "cli/run/mfa_prompt.hpp"

#include <unistd.h>

namespace aloft::cli {

session_options session_settings(const global_options& options, log_sink& log) {
  session_options session;
  session.profile = options.profile;
  session.region = options.region;
  session.ca_bundle = options.ca_bundle;
  session.verify_peer = !options.no_verify_ssl;
  if (options.max_attempts != 0) session.max_attempts = options.max_attempts;
  if (options.max_document) {
    auto& limits = session.limits;
    const std::size_t each = limits.max_memory / limits.max_document;
    limits.max_document = *options.max_document;
    if (limits.max_memory / each < limits.max_document)
      limits.max_memory = std::max(limits.max_document, limits.max_document * each);
  }
  if (options.connect_timeout) session.connect_timeout = *options.connect_timeout;
  if (options.read_timeout) session.idle_timeout = *options.read_timeout;
  session.log = &log;
  session.mfa_code = prompt_mfa_code;
  session.cache_role_credentials = true;
  // People who type codes need time to find their device.
  if (::isatty(STDIN_FILENO) == 1) session.credentials_timeout = std::chrono::minutes{5};
  return session;
}

session open_session(boost::asio::any_io_executor executor, session_options how,
                     std::shared_ptr<const config::profile_files> files) {
  how.profile_files = std::move(files);
  return session{std::move(executor), std::move(how)};
}

std::shared_ptr<const config::settings> resolve_settings(const global_options& options,
                                                         std::shared_ptr<const config::profile_files> files) {
  return config::settings::resolve(config::environment::of_process(), std::move(files),
                                   {.profile = options.profile,
                                    .region = options.region,
                                    .ca_bundle = options.ca_bundle,
                                    .max_attempts = options.max_attempts})
      .value();
}

std::shared_ptr<const config::settings> resolve_settings(const global_options& options) {
  const auto where = config::file_locations::of(config::environment::of_process());
  return resolve_settings(options, config::profile_files::load(where).value());
}

std::string_view from_command_line(std::string_view source) {
  return source == "given in code" ? "command line" : source;
}

output_format choose_format(const global_options& options, const config::settings& settings, output_format otherwise) {
  if (options.output) return *options.output;
  const auto configured = settings.find(config::keys::output);
  if (!configured) return otherwise;
  auto format = parse_output_format(configured.value);
  if (format) return *format;
  throw format.error().with([&](error_info& info) {
    info.kind = error_kind::config;
    info.message = configured.source + ": output: " + info.message;
  });
}

client_options client_settings(const global_options& options, std::string region) {
  auto settings = other_client_settings(options, std::move(region));
  settings.endpoint_url = options.endpoint_url;
  return settings;
}

client_options other_client_settings(const global_options& options, std::string region) {
  client_options settings;
  settings.region = std::move(region);
  settings.sign_requests = !options.no_sign_request;
  return settings;
}

}  // namespace aloft::cli
