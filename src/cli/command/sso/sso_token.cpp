#include "cli/command/sso/sso_token.hpp"

#include <aloft/timestamp.hpp>

#include <boost/json/array.hpp>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using std::chrono::seconds;

std::string time_text(std::chrono::system_clock::time_point when) {
  return format_timestamp(timestamp::from(std::chrono::floor<seconds>(when)), timestamp_format::date_time);
}

}  // namespace

asio::awaitable<oauth_client> register_client(const client& oidc, const sso_session_settings& session,
                                              json::object more) {
  more["clientName"] = "aloft";
  more["clientType"] = "public";
  if (!session.scopes.empty()) more["scopes"] = json::array(session.scopes.begin(), session.scopes.end());
  const response registered = co_await oidc.call("RegisterClient", std::move(more));
  oauth_client made;
  made.id = registered["clientId"].as_text();
  made.secret = registered["clientSecret"].as_text();
  made.end = std::chrono::system_clock::time_point{seconds{registered["clientSecretExpiresAt"].as_integer()}};
  co_return made;
}

json::object kept_token(const sso_session_settings& session, const oauth_client& by, const response& token) {
  const auto now = std::chrono::system_clock::now();
  json::object file{{"startUrl", session.start_url},
                    {"region", session.region},
                    {"accessToken", token["accessToken"].as_text()},
                    {"expiresAt", time_text(now + seconds{token["expiresIn"].as_integer()})},
                    {"clientId", by.id},
                    {"clientSecret", by.secret},
                    {"registrationExpiresAt", time_text(by.end)}};
  if (!token["refreshToken"].is_null()) file["refreshToken"] = token["refreshToken"].as_text();
  return file;
}

}  // namespace aloft::cli
