#pragma once
// IAM Identity Center: the token that `aws sso login` left in the cache, renewed where that is possible, and the
// credentials of a role it stands for. A browser is never opened.

#include "config/providers/context.hpp"
#include "config/providers/source.hpp"

#include <chrono>

namespace aloft::config {

struct bearer_token {
  std::string text;
  std::chrono::system_clock::time_point expiration;
};

/// The cached token; one of an [sso-session] that ends within 15 minutes is renewed first and written back, under a
/// lock that keeps other programs from renewing it at the same time. Credentials errors: "SsoLoginRequired" (says which
/// command to run).
boost::asio::awaitable<result<bearer_token>> sso_token(const provider_context& with, const sso_source& from);

/// SSO GetRoleCredentials. The source must have account and role.
boost::asio::awaitable<result<credentials>> sso_credentials(const provider_context& with, const sso_source& from);

}  // namespace aloft::config
