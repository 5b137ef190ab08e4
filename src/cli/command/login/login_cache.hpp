#pragma once
// Where the AWS CLI and SDKs keep what AWS Sign-In gave: ~/.aws/login/cache, or AWS_LOGIN_CACHE_DIRECTORY.

#include <string>
#include <string_view>

namespace aloft::cli {

std::string login_cache_folder();

/// Named after the session, the ARN of who logged in.
std::string login_cache_file(std::string_view session);

}  // namespace aloft::cli
