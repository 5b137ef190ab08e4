#include "config/providers/login.hpp"

#include <aloft/config/token_files.hpp>

#include "aloft/dpop.hpp"
#include "aloft/sigv4.hpp"
#include "config/providers/text_files.hpp"
#include "crypto/uuid.hpp"

#include <boost/json/serialize.hpp>

namespace aloft::config {
namespace asio = boost::asio;
namespace json = boost::json;
namespace {

using namespace std::chrono_literals;

error login_required(const login_source& from, const std::string& why) {
  return error{error_kind::credentials, "LoginRequired", why + "; run: aws login --profile " + from.profile};
}

const json::object* keys_in(const json::object& token) {
  const auto* keys = token.if_contains("accessToken");
  return keys != nullptr && keys->is_object() ? &keys->get_object() : nullptr;
}

result<json::object> read_cache(const login_source& from, const std::string& path) {
  auto token = read_json_file(path, "The cached login session");
  if (!token) return login_required(from, token.error().message());
  std::string missing = keys_in(*token) == nullptr ? "accessToken" : "";
  for (const char* name : {"refreshToken", "dpopKey", "clientId"})
    if (text_of(*token, name).empty()) missing += (missing.empty() ? "" : ", ") + std::string{name};
  if (!missing.empty()) return login_required(from, "The cached login session " + path + " lacks " + missing);
  return token;
}

credentials credentials_of(const json::object& token) {
  const json::object& keys = *keys_in(token);
  credentials out;
  out.access_key_id = text_of(keys, "accessKeyId");
  out.secret_access_key = text_of(keys, "secretAccessKey");
  out.session_token = text_of(keys, "sessionToken");
  out.account_id = text_of(keys, "accountId");
  out.expiration = time_of(text_of(keys, "expiresAt"));
  out.provider = "login";
  return out;
}

bool fresh(const credentials& keys, std::chrono::system_clock::time_point now) {
  return keys.expiration && *keys.expiration - now > 5min;
}

// Writes the answer's keys into the token. `answer`: tokenOutput.
void take_over(json::object& token, const value answer, std::chrono::system_clock::time_point now) {
  const value given = answer["accessToken"];
  json::object keys;
  for (const char* name : {"accessKeyId", "secretAccessKey", "sessionToken"}) keys[name] = given[name].as_text();
  keys["accountId"] = text_of(*keys_in(token), "accountId");
  keys["expiresAt"] = iso_time(end_in(now, answer["expiresIn"].as_integer()));
  token["accessToken"] = std::move(keys);
  token["refreshToken"] = answer["refreshToken"].as_text();
}

asio::awaitable<result<void>> renew(const provider_context& with, const login_source& from, json::object& token) {
  const std::string key = text_of(token, "dpopKey");
  if (!dpop_proof(key, "", "", with.time->now()))
    co_return login_required(from, "The cached login session holds no usable private key");
  service_call call{"signin", "CreateOAuth2Token", text_of(token, "signInRegion"), {}, std::nullopt, {}};
  json::object input;
  for (const char* name : {"clientId", "refreshToken"}) input[name] = text_of(token, name);
  input["grantType"] = "refresh_token";
  call.input["tokenInput"] = std::move(input);
  call.before_send = [key, time = with.time](http_request& request) {
    if (auto proof = dpop_proof(key, url_of(request), crypto::make_uuid(), time->now()))
      request.headers.set("DPoP", *proof);
  };
  const auto answer = co_await with.calls->call(std::move(call));
  if (!answer && answer.error().code() == "AccessDeniedException")
    co_return login_required(from, "AWS Sign-In does not renew the login session any more");
  if (!answer) co_return answer.error();
  const value output = answer->root()["tokenOutput"];
  if (output["accessToken"].is_null())
    co_return login_required(from, "AWS Sign-In gave no credentials for the login session");
  take_over(token, output, with.time->now());
  co_return result<void>{};
}

}  // namespace

asio::awaitable<result<credentials>> login_credentials(const provider_context& with, const login_source& from) {
  const std::string path = login_token_file(from.session, with.variables());
  auto token = read_cache(from, path);
  if (!token) co_return token.error();
  const auto now = with.time->now();
  if (auto keys = credentials_of(*token); fresh(keys, now)) co_return keys;
  if (!with.calls)
    co_return error{error_kind::credentials, "NoServiceCalls",
                    "Renewing a login session needs a call of AWS, which this program has no pipeline for"};

  file_lock lock{path};
  co_await wait_for(*with.time, lock);
  token = read_cache(from, path);  // somebody else may have renewed it meanwhile
  if (!token) co_return token.error();
  if (auto keys = credentials_of(*token); fresh(keys, now)) co_return keys;
  if (auto done = co_await renew(with, from, *token); !done) co_return done.error();
  if (!replace_file(path, json::serialize(*token)) && with.log != nullptr)
    with.log->write(log_level::warning, "The renewed login session could not be written to " + path);
  co_return credentials_of(*token);
}

}  // namespace aloft::config
