#include "config/providers/role_cache.hpp"

#include "config/providers/json_credentials.hpp"
#include "config/providers/text_files.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <vector>

namespace aloft::config {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

// JSON text as Python's json.dumps(…, sort_keys=True) writes it: keys are digests of that text.
class python_text {
 public:
  /// `separators`: ", " and ": " unless told to leave blanks out.
  explicit python_text(bool blanks) : comma_{blanks ? ", " : ","}, colon_{blanks ? ": " : ":"} {}

  std::string of(const json::value& what) {
    text_.clear();
    put(what);
    return std::move(text_);
  }

 private:
  void put(const json::value& what) {
    if (const auto* object = what.if_object())
      put(*object);
    else if (const auto* array = what.if_array())
      put(*array);
    else if (const auto* string = what.if_string())
      put(std::string_view{*string});
    else if (const auto* number = what.if_double())
      put(*number);
    else
      text_ += json::serialize(what);
  }

  void put(const json::object& object) {
    std::vector<std::string_view> names;
    for (const auto& member : object) names.push_back(member.key());
    std::sort(names.begin(), names.end());  // by bytes, which for UTF-8 is by code point, as Python does
    text_ += '{';
    for (const auto name : names) {
      if (name.data() != names.front().data()) text_ += comma_;
      put(name);
      text_ += colon_;
      put(object.at(name));
    }
    text_ += '}';
  }

  void put(const json::array& array) {
    text_ += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
      if (i > 0) text_ += comma_;
      put(array[i]);
    }
    text_ += ']';
  }

  void put(double number) {
    char digits[40];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    text_.append(digits, end);
    if (std::string_view{digits, end}.find_first_not_of("-0123456789") == std::string_view::npos) text_ += ".0";
  }

  void put(std::string_view string) {
    text_ += '"';
    for (std::size_t at = 0; at < string.size();) {
      const auto c = static_cast<unsigned char>(string[at]);
      if (c >= 0x80) {
        put_code_point(string, at);
        continue;
      }
      ++at;
      switch (c) {
        case '"': text_ += "\\\""; break;
        case '\\': text_ += "\\\\"; break;
        case '\n': text_ += "\\n"; break;
        case '\r': text_ += "\\r"; break;
        case '\t': text_ += "\\t"; break;
        case '\b': text_ += "\\b"; break;
        case '\f': text_ += "\\f"; break;
        default:
          if (c < 0x20 || c == 0x7f)
            put_unit(c);
          else
            text_ += static_cast<char>(c);
      }
    }
    text_ += '"';
  }

  // Beyond ASCII Python writes UTF-16 units.
  void put_code_point(std::string_view string, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(string[at++]);
    const int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    unsigned code = lead & (0x3fu >> more);
    for (int i = 0; i < more && at < string.size(); ++i)
      code = code << 6 | (static_cast<unsigned char>(string[at++]) & 0x3fu);
    if (code < 0x10000) return put_unit(code);
    code -= 0x10000;
    put_unit(0xd800 | code >> 10);
    put_unit(0xdc00 | (code & 0x3ff));
  }

  void put_unit(unsigned unit) {
    constexpr std::string_view digits = "0123456789abcdef";
    text_ += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) text_ += digits[unit >> shift & 0xf];
  }

  const std::string_view comma_, colon_;
  std::string text_;
};

std::string digest_of(const json::value& arguments, bool blanks) {
  return crypto::to_hex(crypto::sha1(python_text{blanks}.of(arguments)).view());
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
