#pragma once
// Bearer tokens: what some services take instead of signatures.

#include "aloft/credentials_provider.hpp"
#include "config/providers/context.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::config {

/// The token that the variable AWS_BEARER_TOKEN_<SIGNING_NAME> holds ("AWS_BEARER_TOKEN_BEDROCK"); nothing when it is
/// not set.
std::optional<std::string> token_of_environment(const environment& variables, std::string_view signing_name);

/// Always this token.
std::shared_ptr<credentials_provider> explicit_token(std::string token, std::string provider);

/// The SSO token of the chosen profile; null when the profile has no SSO session. Errors: config.
result<std::shared_ptr<credentials_provider>> profile_token(provider_context with);

}  // namespace aloft::config
