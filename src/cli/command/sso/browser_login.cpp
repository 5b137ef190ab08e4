#include "cli/command/sso/authorization_code.hpp"
#include "cli/command/sso/sso_token.hpp"
#include "cli/run/browser.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/json/array.hpp>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

/// Scheme, host and port that the service's calls go to.
asio::awaitable<std::string> origin_of(const client& service) {
  json::object input{{"clientName", "aloft"}, {"clientType", "public"}};
  const prepared_request request = co_await service.prepare("RegisterClient", std::move(input));
  co_return request.url.substr(0, request.url.find('/', request.url.find("://") + 3));
}

}  // namespace

asio::awaitable<json::object> log_in_by_browser(const client& oidc, const sso_session_settings& session,
                                                std::uint16_t port, bool browser, console& out) {
  code_listener listener{co_await asio::this_coro::executor, port};
  json::object more{{"grantTypes", json::array{"authorization_code", "refresh_token"}},
                    {"redirectUris", json::array{"http://127.0.0.1/oauth/callback"}},
                    {"issuerUrl", session.start_url}};
  const auto by = co_await register_client(oidc, session, std::move(more));
  const auto secrets = pkce::make();
  std::string scopes;
  for (const auto& scope : session.scopes) scopes += (scopes.empty() ? "" : " ") + scope;
  const query_pairs query{{"response_type", "code"},
                          {"client_id", by.id},
                          {"redirect_uri", listener.address()},
                          {"state", secrets.state},
                          {"code_challenge_method", "S256"},
                          {"scopes", scopes},
                          {"code_challenge", secrets.challenge}};
  const auto origin = co_await origin_of(oidc);
  const auto address = origin + "/authorize" + query_text(query);
  out.write("To log in, open this address in a browser of this machine (from elsewhere: --use-device-code):\n\n  " +
            address + "\n\n");
  if (browser) open_browser(address);
  json::object input{{"clientId", by.id},
                     {"clientSecret", by.secret},
                     {"grantType", "authorization_code"},
                     {"redirectUri", listener.address()},
                     {"codeVerifier", secrets.verifier}};
  input["code"] = co_await listener.code(secrets.state);
  const response token = co_await oidc.call("CreateToken", std::move(input));
  co_return kept_token(session, by, token);
}

}  // namespace aloft::cli
