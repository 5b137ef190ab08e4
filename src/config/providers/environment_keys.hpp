#pragma once
// Keys in environment variables.

#include <aloft/config/environment.hpp>
#include "aloft/credentials.hpp"
#include "aloft/error.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace aloft::config {

/// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SECURITY_TOKEN or AWS_SESSION_TOKEN, AWS_CREDENTIAL_EXPIRATION,
/// AWS_ACCOUNT_ID. Nothing when there is no key id. Credentials errors "PartialCredentials", "InvalidExpiration", and
/// "ExpiredCredentials" for keys that have ended before `now`.
result<std::optional<credentials>> environment_keys(const environment& variables,
                                                    std::chrono::system_clock::time_point now);

/// One half of a key pair is there, the other is not.
error partial_credentials(const std::string& has, const std::string& lacks, const std::string& where);

}  // namespace aloft::config
