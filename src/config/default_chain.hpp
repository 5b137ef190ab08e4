#pragma once
// Who the caller is: the provider chain, in botocore's order.

#include "aloft/credentials_provider.hpp"
#include "config/providers/context.hpp"
#include "config/providers/source.hpp"
#include "runtime/identity_cache.hpp"

#include <memory>

namespace aloft::config {

/// Keys given in code. An empty key id or secret: credentials error "PartialCredentials".
std::shared_ptr<credentials_provider> explicit_credentials(credentials keys);

/// The first that applies: environment (unless the profile was given in code); the profile (its role, web identity,
/// SSO, keys in the credentials file, login session, process, keys in the config file); container; instance metadata. A
/// source that applies and fails is an error: no other identity is used by surprise. Nothing found: credentials error
/// "NoCredentials" that lists where was looked.
std::shared_ptr<credentials_provider> default_chain(provider_context with);

/// What the chosen profile alone says, without environment keys, container and instance metadata at its end.
std::shared_ptr<credentials_provider> profile_credentials(provider_context with);

/// A role assumed with what `parent` holds, whenever keys are needed.
std::shared_ptr<credentials_provider> role_credentials(provider_context with, role_source role,
                                                       std::shared_ptr<runtime::identity_cache> parent);

}  // namespace aloft::config
