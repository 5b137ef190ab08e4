#include "cli/output/credential_text.hpp"

#include <aloft/names.hpp>
#include "aloft/timestamp.hpp"
#include "cli/output/json_printer.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>

namespace aloft::cli {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 7> names{"process",     "env",  "env-no-export", "powershell",
                                                "windows-cmd", "fish", "json"};

std::string time_text(const credentials& keys) {
  return format_timestamp(timestamp{timestamp::from(*keys.expiration).seconds, 0}, timestamp_format::date_time);
}

std::string json_text(const credentials& keys, bool for_process) {
  boost::json::object out;
  if (for_process) out["Version"] = 1;
  out["AccessKeyId"] = keys.access_key_id;
  out["SecretAccessKey"] = keys.secret_access_key;
  if (!keys.session_token.empty()) out["SessionToken"] = keys.session_token;
  if (keys.expiration) out["Expiration"] = time_text(keys);
  if (!keys.account_id.empty()) out["AccountId"] = keys.account_id;
  if (!for_process) out["Provider"] = keys.provider;
  return print_json(out, 2) + "\n";
}

// Keys rarely have a character that shells read; a quoted one is safe in all that follow Bourne's grammar, and in fish.
std::string shell_word(const std::string& text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"-_./+=:@%,"}.find(c) != std::string_view::npos;
  };
  if (!text.empty() && std::all_of(text.begin(), text.end(), plain)) return text;
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string{"'\\''"} : std::string{c};
  return out + "'";
}

std::string line(credential_format format, const std::string& name, const std::string& value) {
  switch (format) {
    case credential_format::env: return "export " + name + "=" + shell_word(value) + "\n";
    case credential_format::env_no_export: return name + "=" + shell_word(value) + "\n";
    case credential_format::powershell: {
      std::string quoted;
      for (const char c : value) quoted += c == '\'' ? std::string{"''"} : std::string{c};
      return "$Env:" + name + "='" + quoted + "'\n";
    }
    case credential_format::windows_cmd: return "set " + name + "=" + value + "\n";
    case credential_format::fish: return "set -gx " + name + " " + shell_word(value) + "\n";
    case credential_format::process:
    case credential_format::json: break;
  }
  return {};
}

}  // namespace

result<credential_format> parse_credential_format(std::string_view name) {
  if (const auto found = std::find(names.begin(), names.end(), name); found != names.end())
    return static_cast<credential_format>(found - names.begin());
  const std::vector<std::string> known{names.begin(), names.end()};
  std::string message = "--format: unknown format '" + std::string{name} + "'" + did_you_mean(name, known) + " (known:";
  for (const auto& one : known) message += " " + one;
  return error{error_kind::usage, "BadOption", message + ")"};
}

std::vector<std::pair<std::string, std::string>> credential_variables(const credentials& keys) {
  std::vector<std::pair<std::string, std::string>> variables{{"AWS_ACCESS_KEY_ID", keys.access_key_id},
                                                             {"AWS_SECRET_ACCESS_KEY", keys.secret_access_key}};
  if (!keys.session_token.empty()) variables.emplace_back("AWS_SESSION_TOKEN", keys.session_token);
  if (keys.expiration) variables.emplace_back("AWS_CREDENTIAL_EXPIRATION", time_text(keys));
  return variables;
}

std::string credential_text(const credentials& keys, credential_format format) {
  if (format == credential_format::process || format == credential_format::json)
    return json_text(keys, format == credential_format::process);
  std::string text;
  for (const auto& [name, value] : credential_variables(keys)) text += line(format, name, value);
  return text;
}

}  // namespace aloft::cli
