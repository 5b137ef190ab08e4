#include "config/providers/role_cache.hpp"

#include "config/providers/json_credentials.hpp"
#include "config/providers/text_files.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "document/python_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace aloft::config {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

std::string digest_of(const json::value& arguments, bool blanks) {
  return crypto::to_hex(crypto::sha1(python_text(arguments, {.blanks = blanks, .sort_keys = true})).view());
}

std::string key_of(const role_source& role) {
  json::object arguments{{"RoleArn", role.role_arn}};
  // A name that is made up is another one each time.
  if (!role.session_name.empty()) arguments["RoleSessionName"] = role.session_name;
  if (!role.external_id.empty()) arguments["ExternalId"] = role.external_id;
  if (!role.mfa_serial.empty()) arguments["SerialNumber"] = role.mfa_serial;
  if (role.duration_seconds) arguments["DurationSeconds"] = *role.duration_seconds;
  if (!role.source_identity.empty()) arguments["SourceIdentity"] = role.source_identity;
  if (!role.policy.empty()) {
    boost::system::error_code bad;
    arguments["Policy"] = json::parse(role.policy, bad);
    if (bad) return {};
  }
  return digest_of(arguments, true);
}

std::string key_of(const web_identity_source& role) {
  json::object arguments{{"RoleArn", role.role_arn}};
  if (!role.session_name.empty()) arguments["RoleSessionName"] = role.session_name;
  return digest_of(arguments, true);
}

std::string key_of(const sso_source& sso) {
  if (!sso.gives_credentials()) return {};
  json::object arguments{{"roleName", sso.role_name}, {"accountId", sso.account_id}};
  if (sso.session.empty())
    arguments["startUrl"] = sso.start_url;
  else
    arguments["sessionName"] = sso.session;
  return digest_of(arguments, false);
}

const char* provider_of(const source& from) {
  if (std::holds_alternative<role_source>(from)) return "assume-role";
  return std::holds_alternative<sso_source>(from) ? "sso" : "assume-role-with-web-identity";
}

}  // namespace

std::string role_cache_key(const source& of) {
  if (const auto* role = std::get_if<role_source>(&of)) return key_of(*role);
  if (const auto* role = std::get_if<web_identity_source>(&of)) return key_of(*role);
  if (const auto* sso = std::get_if<sso_source>(&of)) return key_of(*sso);
  return {};
}

std::string role_cache_file(const provider_context& with, const source& of) {
  if (!with.role_cache) return {};
  const std::string key = role_cache_key(of);
  return key.empty() ? key : expand_home("~/.aws/cli/cache/", with.variables()) + key + ".json";
}

std::optional<credentials> read_role_cache(const provider_context& with, const std::string& file, const source& of) {
  auto read = read_json_file(file, "The role cache");
  if (!read) return std::nullopt;
  const auto* given = read->if_contains("Credentials");
  if (given == nullptr || !given->is_object()) return std::nullopt;
  auto out = credentials_from_json(given->get_object(), "The role cache");
  if (!out || !out->expiration) return std::nullopt;
  out->provider = provider_of(of);
  // Renewals start up to 16 minutes ahead; what they find here must not be what they want to replace.
  if (*out->expiration - with.time->now() < 16min) return std::nullopt;
  return *std::move(out);
}

void write_role_cache(const provider_context& with, const std::string& file, const credentials& keys) {
  if (!keys.expiration) return;
  json::object kept{{"AccessKeyId", keys.access_key_id},
                    {"SecretAccessKey", keys.secret_access_key},
                    {"SessionToken", keys.session_token},
                    {"Expiration", iso_time(*keys.expiration)}};
  if (!keys.account_id.empty()) kept["AccountId"] = keys.account_id;
  json::object content{{"Credentials", std::move(kept)}};
  if (keys.provider == "sso") content["ProviderType"] = "sso";
  if (!replace_file(file, json::serialize(content)) && with.log != nullptr)
    with.log->write(log_level::warning, "The keys of a role could not be written to " + file);
}

}  // namespace aloft::config
