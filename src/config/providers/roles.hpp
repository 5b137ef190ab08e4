#pragma once
// Roles, assumed at STS.

#include "config/providers/context.hpp"
#include "config/providers/source.hpp"

namespace aloft::config {

/// STS AssumeRole, signed with `parent`. Errors: credentials ("MfaRequired": a code is needed and nobody can be asked;
/// "AssumeRoleFailed": what STS said).
boost::asio::awaitable<result<credentials>> assume_role(const provider_context& with, const role_source& role,
                                                        credentials parent);

/// STS AssumeRoleWithWebIdentity. The token file is read anew each time.
boost::asio::awaitable<result<credentials>> assume_role_with_web_identity(const provider_context& with,
                                                                          const web_identity_source& role);

}  // namespace aloft::config
