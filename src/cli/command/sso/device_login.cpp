#include "cli/command/sso/sso_token.hpp"
#include "cli/run/browser.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using std::chrono::seconds;

asio::awaitable<json::object> poll(const client& oidc, const sso_session_settings& session, const oauth_client& by,
                                   const response& device) {
  seconds interval{device["interval"].is_null() ? 5 : device["interval"].as_integer()};
  const auto give_up = std::chrono::steady_clock::now() + seconds{device["expiresIn"].as_integer()};
  asio::steady_timer timer{co_await asio::this_coro::executor};
  for (;;) {
    json::object input{{"clientId", by.id},
                       {"clientSecret", by.secret},
                       {"grantType", "urn:ietf:params:oauth:grant-type:device_code"},
                       {"deviceCode", device["deviceCode"].as_text()}};
    const auto token = co_await oidc.try_call("CreateToken", std::move(input));
    if (token) co_return kept_token(session, by, *token);
    const auto& code = token.error().code();
    if (code == "SlowDownException")
      interval += seconds{5};
    else if (code != "AuthorizationPendingException")
      throw token.error();
    if (std::chrono::steady_clock::now() + interval > give_up)
      throw error{error_kind::credentials, "LoginExpired", "nobody has logged in while the code was good; start again"};
    timer.expires_after(interval);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

}  // namespace

asio::awaitable<json::object> log_in_by_device(const client& oidc, const sso_session_settings& session, bool browser,
                                               console& out) {
  const auto by = co_await register_client(oidc, session, json::object{});
  json::object input{{"clientId", by.id}, {"clientSecret", by.secret}, {"startUrl", session.start_url}};
  const response device = co_await oidc.call("StartDeviceAuthorization", std::move(input));
  const std::string address{device["verificationUriComplete"].as_text()};
  out.write("To log in, open this address in a browser, on this machine or another:\n\n  " + address +
            "\n\nand check that it shows the code " + std::string{device["userCode"].as_text()} + ".\n");
  if (browser) open_browser(address);
  co_return co_await poll(oidc, session, by, device);
}

}  // namespace aloft::cli
