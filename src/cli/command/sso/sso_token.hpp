#pragma once
// Tokens of IAM Identity Center as the AWS CLI and SDKs keep them.

#include "aloft/client.hpp"
#include "cli/command/sso/sso_session_settings.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <chrono>
#include <string>

namespace aloft::cli {

/// A client of OAuth, made for one login.
struct oauth_client {
  std::string id, secret;
  std::chrono::system_clock::time_point end;
};

/// Registers one with the session's scopes; `more`: what else RegisterClient takes.
/// Cancellation: terminal. Ends with: the client. Errors: those of a call. Lifetime: the session outlives it.
/// Thread: the caller's.
boost::asio::awaitable<oauth_client> register_client(const client& oidc, const sso_session_settings& session,
                                                     boost::json::object more);

/// What is kept of CreateToken's answer.
boost::json::object kept_token(const sso_session_settings& session, const oauth_client& by, const response& token);

/// Logs in by a code that is shown here and compared in a browser anywhere. The token as it is kept.
/// Cancellation: terminal; total while it waits. Ends with: the token.
/// Errors: those of calls; credentials "LoginExpired". Lifetime: the arguments outlive it. Thread: the caller's.
boost::asio::awaitable<boost::json::object> log_in_by_device(const client& oidc, const sso_session_settings& session,
                                                             bool browser, console& out);

/// Logs in by a browser of this machine, which is sent back here with a code. The rest is as that of
/// log_in_by_device(); Errors: also those of code_listener.
boost::asio::awaitable<boost::json::object> log_in_by_browser(const client& oidc, const sso_session_settings& session,
                                                              std::uint16_t port, bool browser, console& out);

}  // namespace aloft::cli
