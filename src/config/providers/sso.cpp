#include "config/providers/sso.hpp"

#include <aloft/config/token_files.hpp>

#include "config/providers/text_files.hpp"

#include <boost/json/serialize.hpp>

namespace aloft::config {
namespace asio = boost::asio;
namespace json = boost::json;
namespace {

using namespace std::chrono_literals;

/// A cache file's content with what is read of it.
struct cached_token {
  json::object fields;
  bearer_token token;
};

std::string login_command(const provider_context& with, const sso_source& from) {
  if (!from.session.empty()) return "aws sso login --sso-session " + from.session;
  return "aws sso login --profile " + with.configuration->profile.value;
}

error login_required(const provider_context& with, const sso_source& from, const std::string& why) {
  return error{error_kind::credentials, "SsoLoginRequired", why + "; run: " + login_command(with, from)};
}

std::string cache_file(const provider_context& with, const sso_source& from) {
  const std::string& name = from.session.empty() ? from.start_url : from.session;
  return sso_token_file(name, with.variables());
}

result<cached_token> read_cache(const provider_context& with, const sso_source& from, const std::string& path) {
  auto fields = read_json_file(path, "The cached SSO token");
  if (!fields) return login_required(with, from, fields.error().message());
  cached_token out{std::move(*fields), {}};
  out.token.text = text_of(out.fields, "accessToken");
  const auto expiration = time_of(text_of(out.fields, "expiresAt"));
  if (out.token.text.empty() || !expiration)
    return login_required(with, from, "The cached SSO token " + path + " lacks accessToken or expiresAt");
  out.token.expiration = *expiration;
  return out;
}

bool can_renew(const cached_token& cached, std::chrono::system_clock::time_point now) {
  for (const char* needed : {"refreshToken", "clientId", "clientSecret"})
    if (text_of(cached.fields, needed).empty()) return false;
  const auto registration = time_of(text_of(cached.fields, "registrationExpiresAt"));
  return registration && now < *registration;
}

// True when a new token has taken the old one's place. The old one may be good for a while yet: failing is no error.
asio::awaitable<bool> renew(const provider_context& with, const sso_source& from, const std::string& path,
                            cached_token& cached) {
  service_call call{"sso-oidc", "CreateToken", from.region, {}, std::nullopt, {}};
  call.input["grantType"] = "refresh_token";
  for (const char* name : {"clientId", "clientSecret", "refreshToken"}) call.input[name] = text_of(cached.fields, name);
  const auto answer = co_await with.calls->call(std::move(call));
  if (!answer) {
    if (with.log != nullptr)
      with.log->write(log_level::warning, std::string{"The SSO token could not be renewed: "} + answer.error().what());
    co_return false;
  }
  const value root = answer->root();
  cached.token.text = root["accessToken"].as_text();
  cached.token.expiration = end_in(with.time->now(), root["expiresIn"].as_integer());
  cached.fields["startUrl"] = from.start_url;
  cached.fields["region"] = from.region;
  cached.fields["accessToken"] = cached.token.text;
  cached.fields["expiresAt"] = iso_time(cached.token.expiration);
  // A refresh token is good once: the one that was used must not be tried again.
  cached.fields.erase("refreshToken");
  if (const value next = root["refreshToken"]) cached.fields["refreshToken"] = next.as_text();
  if (!replace_file(path, json::serialize(cached.fields)) && with.log != nullptr)
    with.log->write(log_level::warning, "The renewed SSO token could not be written to " + path);
  co_return true;
}

}  // namespace

asio::awaitable<result<bearer_token>> sso_token(const provider_context& with, const sso_source& from) {
  const std::string path = cache_file(with, from);
  auto cached = read_cache(with, from, path);
  if (!cached) co_return cached.error();
  constexpr auto window = 15min;
  const auto now = with.time->now();
  if (!from.session.empty() && cached->token.expiration - now < window) {
    file_lock lock{path};
    co_await wait_for(*with.time, lock);
    cached = read_cache(with, from, path);
    if (!cached) co_return cached.error();
    if (cached->token.expiration - now < window && with.calls && can_renew(*cached, now))
      co_await renew(with, from, path, *cached);
  }
  if (cached->token.expiration <= now)
    co_return login_required(
        with, from, "The SSO session of " + from.start_url + " expired at " + iso_time(cached->token.expiration));
  co_return std::move(cached->token);
}

asio::awaitable<result<credentials>> sso_credentials(const provider_context& with, const sso_source& from) {
  if (!with.calls)
    co_return error{error_kind::credentials, "NoServiceCalls",
                    "SSO needs a call of AWS, which this program has no pipeline for"};
  auto token = co_await sso_token(with, from);
  if (!token) co_return token.error();
  service_call call{"sso", "GetRoleCredentials", from.region, {}, std::nullopt, {}};
  call.input["roleName"] = from.role_name;
  call.input["accountId"] = from.account_id;
  call.input["accessToken"] = token->text;
  const auto answer = co_await with.calls->call(std::move(call));
  if (!answer && answer.error().code() == "UnauthorizedException")
    co_return login_required(with, from, "The SSO session of " + from.start_url + " has expired or was ended");
  if (!answer) co_return answer.error();
  const value keys = answer->root()["roleCredentials"];
  credentials out;
  out.access_key_id = keys["accessKeyId"].as_text();
  out.secret_access_key = keys["secretAccessKey"].as_text();
  out.session_token = keys["sessionToken"].as_text();
  if (out.access_key_id.empty() || out.secret_access_key.empty())
    co_return error{error_kind::credentials, "InvalidCredentialsAnswer",
                    "SSO gave no keys for the role " + from.role_name};
  if (const value expiration = keys["expiration"])
    out.expiration = end_of({expiration.as_integer() / 1000, 0});  // milliseconds
  out.account_id = from.account_id;
  out.provider = "sso";
  co_return out;
}

}  // namespace aloft::config
