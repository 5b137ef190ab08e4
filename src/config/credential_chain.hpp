#pragma once
// Who the caller is: the provider chain, in botocore's order.

#include "config/settings.hpp"
#include "runtime/credentials_provider.hpp"

#include <memory>
#include <optional>

namespace aloft::config {

/// Keys given in code. An empty key id or secret: credentials error "PartialCredentials".
std::shared_ptr<runtime::credentials_provider> explicit_credentials(credentials keys);

/// The first that applies: environment (unless the profile was given in code), the profile's keys in the credentials
/// file, then in the config file. A source that botocore would use at some step and aloft cannot yet is an error that
/// names the setting ("UnsupportedCredentialSource"), so that no other identity is used by surprise. Nothing found:
/// credentials error "NoCredentials" that lists where was looked.
std::shared_ptr<runtime::credentials_provider> default_chain(std::shared_ptr<const settings> from);

}  // namespace aloft::config
