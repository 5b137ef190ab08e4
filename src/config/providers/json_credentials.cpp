#include "config/providers/json_credentials.hpp"

#include <aloft/http_message.hpp>
#include "config/providers/text_files.hpp"

#include <boost/json/parse.hpp>

namespace aloft::config {
namespace {

error invalid(std::string_view who, const std::string& why) {
  return error{error_kind::credentials, "InvalidCredentialsAnswer", std::string{who} + ' ' + why};
}

}  // namespace

result<credentials> unless_expired(credentials keys, std::chrono::system_clock::time_point now, std::string_view who) {
  if (!keys.expiration || *keys.expiration > now) return keys;
  return error{error_kind::credentials, "ExpiredCredentials",
               std::string{who} + " gave keys that have expired at " + iso_time(*keys.expiration)};
}

result<credentials> credentials_from_json(std::string_view text, std::string_view who) {
  boost::system::error_code bad;
  const auto parsed = boost::json::parse(boost::json::string_view{text.data(), text.size()}, bad);
  if (bad || !parsed.is_object()) return invalid(who, "did not give a JSON object");
  return credentials_from_json(parsed.get_object(), who);
}

result<credentials> credentials_from_json(const boost::json::object& from, std::string_view who) {
  // Names in any case, since programs that print them are written by hand; the right one comes first.
  const auto member = [&](std::string_view name) -> const boost::json::value* {
    const auto* found = from.if_contains(name);
    for (auto at = from.begin(); found == nullptr && at != from.end(); ++at)
      if (iequals(std::string_view{at->key().data(), at->key().size()}, name)) found = &at->value();
    return found != nullptr && found->is_null() ? nullptr : found;
  };
  // What is there but no text cannot be passed over: keys without their token or their end are other keys.
  std::string misfit;
  const auto text = [&](std::string_view name) {
    const auto* found = member(name);
    if (found != nullptr && !found->is_string()) misfit = name;
    return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
  };
  if (const std::string code = text("Code"); !code.empty() && code != "Success")
    return invalid(who, "refused with code \"" + code.substr(0, 64) + '"');
  credentials out;
  out.access_key_id = text("AccessKeyId");
  out.secret_access_key = text("SecretAccessKey");
  out.session_token = text("Token");
  if (out.session_token.empty()) out.session_token = text("SessionToken");
  out.account_id = text("AccountId");
  const std::string expiration = text("Expiration");
  if (!misfit.empty()) return invalid(who, "gave a " + misfit + " that is no text");
  if (out.access_key_id.empty()) return invalid(who, "gave no AccessKeyId");
  if (out.secret_access_key.empty()) return invalid(who, "gave no SecretAccessKey");
  if (member("Expiration") != nullptr) {
    out.expiration = time_of(expiration);
    if (!out.expiration) return invalid(who, "gave an Expiration that is no ISO 8601 time");
  }
  return out;
}

}  // namespace aloft::config
