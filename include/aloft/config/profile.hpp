#pragma once
// The chosen profile, as both shared files together give it.

#include <aloft/config/environment.hpp>
#include <aloft/config/profile_file.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::config {

/// Where the shared files are: AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, else ~/.aws/config and
/// ~/.aws/credentials. A leading "~" is the home folder (HOME, else the user database).
struct file_locations {
  std::string config;
  std::string credentials;
  static file_locations of(const environment& variables);
};

/// The path with its leading "~" replaced.
std::string expand_home(std::string path, const environment& variables);

/// Both files, parsed. Immutable.
class profile_files {
 public:
  profile_files(profile_file config, profile_file credentials)
      : config_{std::move(config)}, credentials_{std::move(credentials)} {}
  static result<std::shared_ptr<const profile_files>> load(const file_locations& from);

  const profile_file& config() const noexcept { return config_; }
  const profile_file& credentials() const noexcept { return credentials_; }

  bool has_profile(std::string_view name) const noexcept;
  std::vector<std::string> profile_names() const;
  /// The profile's properties of both files; those of the credentials file win.
  properties profile(std::string_view name) const;
  /// The profile's properties in one of the files.
  properties profile_in(const profile_file& file, std::string_view name) const;
  /// A "[services NAME]" or "[sso-session NAME]" section.
  properties section(section_kind kind, std::string_view name) const;

 private:
  profile_file config_;
  profile_file credentials_;
};

/// Whether the profile says where its credentials come from (a role, SSO, keys, a process …), rightly or not.
bool names_credentials(const profile_files& files, const std::string& profile);

/// Error of a profile that neither file has: config error "ProfileNotFound" with the nearest names.
error profile_not_found(const profile_files& files, std::string_view name, std::string_view asked_by);

}  // namespace aloft::config
