#include "cli/command/configure/profile_section.hpp"

#include <algorithm>
#include <array>

namespace aloft::cli {
namespace {

constexpr std::array<std::string_view, 3> key_names{"aws_access_key_id", "aws_secret_access_key", "aws_session_token"};

bool is_key(std::string_view name) { return std::find(key_names.begin(), key_names.end(), name) != key_names.end(); }

}  // namespace

config::file_locations shared_files() { return config::file_locations::of(config::environment::of_process()); }

std::string chosen_profile(const global_options& options) {
  if (!options.profile.empty()) return options.profile;
  const auto variables = config::environment::of_process();
  for (const char* name : {"AWS_DEFAULT_PROFILE", "AWS_PROFILE"})
    if (auto value = variables.get(name)) return *std::move(value);
  return "default";
}

std::string profile_header(std::string_view profile) {
  return profile == "default" ? "default" : "profile " + std::string{profile};
}

property_place place_of(std::string_view variable, const global_options& options) {
  std::string profile = chosen_profile(options);
  if (variable.starts_with("profile.")) {
    const auto rest = variable.substr(std::string_view{"profile."}.size());
    const auto dot = rest.find('.');
    if (dot != std::string_view::npos) {
      profile = rest.substr(0, dot);
      variable = rest.substr(dot + 1);
    }
  } else if (variable.starts_with("default.")) {
    profile = "default";
    variable.remove_prefix(std::string_view{"default."}.size());
  }
  if (variable.empty() || variable.starts_with("-") || variable.find_first_of(" \t\n=[]#") != std::string_view::npos)
    throw error{error_kind::usage, "BadOption",
                "'" + std::string{variable} +
                    "' is no setting's name: expected one as region, default.region, "
                    "profile.NAME.region or s3.addressing_style"};
  const auto files = shared_files();
  if (is_key(variable)) return {files.credentials, profile, std::string{variable}};
  return {files.config, profile_header(profile), std::string{variable}};
}

}  // namespace aloft::cli
