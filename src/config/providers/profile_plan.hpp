#pragma once
// What a profile says about identity, taken apart by botocore's rules. No I/O: the files are read already.

#include <aloft/config/environment.hpp>
#include <aloft/config/profile.hpp>
#include "aloft/error.hpp"
#include "config/providers/source.hpp"

#include <optional>
#include <string>

namespace aloft::config {

/// The chain of sources of a profile; nothing when it names none (or does not exist). In order: a role; web identity,
/// where AWS_WEB_IDENTITY_TOKEN_FILE of `variables` wins over the profile (null: the environment does not count); SSO;
/// keys in the credentials file; login_session; credential_process; keys in the config file; an SSO session without a
/// role. Errors: config ("InvalidProfile": contradictions, missing parts, cycles of roles) and credentials
/// ("PartialCredentials").
result<std::optional<source_chain>> plan_profile(const profile_files& files, const std::string& name,
                                                 const environment* variables);

/// The [sso-session] or older SSO settings of a profile, for its bearer token; nothing when it has none.
result<std::optional<sso_source>> sso_of_profile(const profile_files& files, const std::string& name);

}  // namespace aloft::config
