#pragma once
// Where the AWS CLI and the SDKs keep what a login has brought, so that all of them find it.

#include <aloft/config/environment.hpp>

#include <string>
#include <string_view>

namespace aloft::config {

/// ~/.aws/sso/cache
std::string sso_token_folder(const environment& variables);
/// The token of an SSO session, by the session's name; of a profile without one, by its start URL.
std::string sso_token_file(std::string_view session_or_start_url, const environment& variables);
/// ~/.aws/login/cache, or AWS_LOGIN_CACHE_DIRECTORY.
std::string login_token_folder(const environment& variables);
/// What AWS Sign-In gave for a session, which is the ARN of who has logged in.
std::string login_token_file(std::string_view session, const environment& variables);
/// ~/.aws/cli/cache: keys of roles.
std::string role_cache_folder(const environment& variables);

}  // namespace aloft::config
