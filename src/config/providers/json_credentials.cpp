#include "config/providers/json_credentials.hpp"

#include "config/providers/text_files.hpp"
#include "core/http_message.hpp"

#include <boost/json/parse.hpp>

namespace aloft::config {
namespace {

error invalid(std::string_view who, const std::string& why) {
  return error{error_kind::credentials, "InvalidCredentialsAnswer", std::string{who} + ' ' + why};
}

}  // namespace

result<credentials> credentials_from_json(std::string_view text, std::string_view who) {
  boost::system::error_code bad;
  const auto parsed = boost::json::parse(boost::json::string_view{text.data(), text.size()}, bad);
  if (bad || !parsed.is_object()) return invalid(who, "did not give a JSON object");
  return credentials_from_json(parsed.get_object(), who);
}

result<credentials> credentials_from_json(const boost::json::object& from, std::string_view who) {
  // Names in any case: programs that print them are written by hand.
  auto text = [&](std::string_view name) {
    for (const auto& member : from)
      if (iequals(std::string_view{member.key().data(), member.key().size()}, name) && member.value().is_string())
        return std::string{member.value().get_string()};
    return std::string{};
  };
  if (const std::string code = text("Code"); !code.empty() && code != "Success")
    return invalid(who, "refused with code \"" + code.substr(0, 64) + '"');
  credentials out;
  out.access_key_id = text("AccessKeyId");
  out.secret_access_key = text("SecretAccessKey");
  out.session_token = text("Token");
  if (out.session_token.empty()) out.session_token = text("SessionToken");
  out.account_id = text("AccountId");
  if (out.access_key_id.empty()) return invalid(who, "gave no AccessKeyId");
  if (out.secret_access_key.empty()) return invalid(who, "gave no SecretAccessKey");
  if (const std::string expiration = text("Expiration"); !expiration.empty()) {
    out.expiration = time_of(expiration);
    if (!out.expiration) return invalid(who, "gave an Expiration that is no ISO 8601 time");
  }
  return out;
}

}  // namespace aloft::config
