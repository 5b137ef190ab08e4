#include <aloft/config/profile.hpp>

#include <aloft/names.hpp>

#include <pwd.h>
#include <unistd.h>

namespace aloft::config {
namespace {

std::string home_of_user(const environment& variables) {
  if (auto home = variables.get("HOME")) return *home;
  char buffer[4096];
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(getuid(), &entry, buffer, sizeof buffer, &found) == 0 && found != nullptr) return found->pw_dir;
  return {};
}

}  // namespace

std::string expand_home(std::string path, const environment& variables) {
  if (path == "~" || path.starts_with("~/")) return home_of_user(variables) + path.substr(1);
  return path;
}

file_locations file_locations::of(const environment& variables) {
  return {expand_home(variables.get("AWS_CONFIG_FILE").value_or("~/.aws/config"), variables),
          expand_home(variables.get("AWS_SHARED_CREDENTIALS_FILE").value_or("~/.aws/credentials"), variables)};
}

result<std::shared_ptr<const profile_files>> profile_files::load(const file_locations& from) {
  auto config = profile_file::load(from.config, file_kind::config);
  if (!config) return config.error();
  auto credentials = profile_file::load(from.credentials, file_kind::credentials);
  if (!credentials) return credentials.error();
  return std::make_shared<const profile_files>(std::move(*config), std::move(*credentials));
}

bool profile_files::has_profile(std::string_view name) const noexcept {
  return config_.contains(section_kind::profile, name) || credentials_.contains(section_kind::profile, name);
}

std::vector<std::string> profile_files::profile_names() const {
  auto names = config_.names(section_kind::profile);
  for (auto& name : credentials_.names(section_kind::profile))
    if (!config_.contains(section_kind::profile, name)) names.push_back(std::move(name));
  return names;
}

properties profile_files::profile(std::string_view name) const {
  properties merged;
  config_.collect(section_kind::profile, name, merged);
  credentials_.collect(section_kind::profile, name, merged);
  return merged;
}

properties profile_files::profile_in(const profile_file& file, std::string_view name) const {
  properties out;
  file.collect(section_kind::profile, name, out);
  return out;
}

properties profile_files::section(section_kind kind, std::string_view name) const {
  properties out;
  config_.collect(kind, name, out);
  return out;
}

error profile_not_found(const profile_files& files, std::string_view name, std::string_view asked_by) {
  const auto names = files.profile_names();
  std::string message = "There is no profile \"" + std::string{name} + "\" (" + std::string{asked_by} + ") in " +
                        files.config().path() + " or " + files.credentials().path();
  if (names.empty()) message += "; they hold no profile at all";
  return error{error_kind::config, "ProfileNotFound", message + did_you_mean(name, names)};
}

}  // namespace aloft::config
