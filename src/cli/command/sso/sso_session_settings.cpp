#include "cli/command/sso/sso_session_settings.hpp"

#include "cli/command/configure/profile_section.hpp"

#include <aloft/config/token_files.hpp>

namespace aloft::cli {
namespace {

std::string text_of(const config::properties& from, std::string_view name) {
  const auto found = from.find(name);
  return found == from.end() ? std::string{} : found->second.value;
}

std::vector<std::string> scopes_of(std::string_view text) {
  std::vector<std::string> scopes;
  while (!text.empty()) {
    const auto comma = text.find(',');
    const auto scope = text.substr(0, comma);
    const auto first = scope.find_first_not_of(' ');
    if (first != std::string_view::npos)
      scopes.emplace_back(scope.substr(first, scope.find_last_not_of(' ') - first + 1));
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
  return scopes;
}

}  // namespace

std::string token_folder() { return config::sso_token_folder(config::environment::of_process()); }
std::string role_cache_folder() { return config::role_cache_folder(config::environment::of_process()); }

std::string sso_session_settings::token_file() const {
  return config::sso_token_file(name.empty() ? start_url : name, config::environment::of_process());
}

sso_session_settings find_sso_session(const global_options& options, const std::string& name) {
  const auto files = config::profile_files::load(shared_files()).value();
  const auto profile = chosen_profile(options);
  const auto own = files->profile(profile);
  sso_session_settings found{
      .name = name.empty() ? text_of(own, "sso_session") : name, .start_url = {}, .region = {}, .scopes = {}};
  const auto settings = found.name.empty() ? own : files->section(config::section_kind::sso_session, found.name);
  found.start_url = text_of(settings, "sso_start_url");
  found.region = text_of(settings, "sso_region");
  found.scopes = scopes_of(text_of(settings, "sso_registration_scopes"));
  if (!found.start_url.empty() && !found.region.empty()) return found;
  const auto where = found.name.empty() ? "profile \"" + profile + '"' : "[sso-session " + found.name + ']';
  throw error{
      error_kind::config, "NoSsoSession",
      where +
          " has no sso_start_url and sso_region: run `aloft configure sso-session`, and name the session in the "
          "profile (sso_session) or by --sso-session"};
}

}  // namespace aloft::cli
