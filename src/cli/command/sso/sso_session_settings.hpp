#pragma once
// Which session of IAM Identity Center is meant, and where its token is kept.

#include "cli/options/global_options.hpp"

#include <string>
#include <vector>

namespace aloft::cli {

struct sso_session_settings {
  std::string name;  ///< of the [sso-session]; empty: the settings stand in a profile, as they did of old
  std::string start_url, region;
  std::vector<std::string> scopes;

  /// The file that the AWS CLI and SDKs read: named after the session, else after the address.
  std::string token_file() const;
};

/// By the session's name, else that of the profile. Throws a config error that says what is missing and how to set it.
sso_session_settings find_sso_session(const global_options& options, const std::string& name);

/// ~/.aws/sso/cache and ~/.aws/cli/cache.
std::string token_folder();
std::string role_cache_folder();

}  // namespace aloft::cli
