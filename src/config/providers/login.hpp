#pragma once
// login_session: the credentials that `aws login` left in its cache, renewed with the token beside them.

#include "config/providers/context.hpp"
#include "config/providers/source.hpp"

namespace aloft::config {

/// Cached keys that are good for five more minutes are taken as they are, others are renewed at AWS Sign-In and written
/// back, under a lock. Credentials errors: "LoginRequired" (says which command to run).
boost::asio::awaitable<result<credentials>> login_credentials(const provider_context& with, const login_source& from);

}  // namespace aloft::config
