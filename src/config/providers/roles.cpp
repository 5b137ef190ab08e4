#include "config/providers/roles.hpp"

#include "config/providers/text_files.hpp"

#include <boost/json/array.hpp>

namespace aloft::config {
namespace asio = boost::asio;
namespace json = boost::json;
namespace {

error no_calls(const char* what) {
  return error{error_kind::credentials, "NoServiceCalls",
               std::string{what} + " needs a call of AWS, which this program has no pipeline for"};
}

std::string made_up_name(const clock& time) {
  return "aloft-session-" +
         std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time.now().time_since_epoch()).count());
}

// arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION
std::string account_of(std::string_view arn) {
  for (int field = 0; field < 4; ++field) {
    const auto colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return std::string{arn.substr(0, arn.find(':'))};
}

json::object input_of(const role_source& role, const clock& time) {
  json::object input;
  input["RoleArn"] = role.role_arn;
  input["RoleSessionName"] = role.session_name.empty() ? made_up_name(time) : role.session_name;
  if (!role.external_id.empty()) input["ExternalId"] = role.external_id;
  if (role.duration_seconds) input["DurationSeconds"] = *role.duration_seconds;
  if (!role.source_identity.empty()) input["SourceIdentity"] = role.source_identity;
  if (!role.policy.empty()) input["Policy"] = role.policy;
  if (!role.policy_arns.empty()) {
    json::array listed;
    for (const auto& arn : role.policy_arns) listed.push_back(json::object{{"arn", arn}});
    input["PolicyArns"] = std::move(listed);
  }
  if (!role.tags.empty()) {
    json::array listed;
    for (const auto& [key, value] : role.tags) listed.push_back(json::object{{"Key", key}, {"Value", value}});
    input["Tags"] = std::move(listed);
  }
  if (!role.transitive_tag_keys.empty())
    input["TransitiveTagKeys"] = json::array(role.transitive_tag_keys.begin(), role.transitive_tag_keys.end());
  return input;
}

result<credentials> credentials_of(const result<document>& answer, const std::string& role, const char* provider) {
  if (!answer)
    return answer.error().with([&](error_info& info) { info.message += " (while assuming the role " + role + ')'; });
  const value root = answer->root();
  const value keys = root["Credentials"];
  credentials out;
  out.access_key_id = keys["AccessKeyId"].as_text();
  out.secret_access_key = keys["SecretAccessKey"].as_text();
  out.session_token = keys["SessionToken"].as_text();
  if (out.access_key_id.empty() || out.secret_access_key.empty())
    return error{error_kind::credentials, "InvalidCredentialsAnswer", "STS gave no keys for the role " + role};
  if (const value expiration = keys["Expiration"]) out.expiration = end_of(expiration.as_timestamp());
  out.account_id = account_of(root["AssumedRoleUser"]["Arn"].as_text());
  out.provider = provider;
  return out;
}

}  // namespace

asio::awaitable<result<credentials>> assume_role(const provider_context& with, const role_source& role,
                                                 credentials parent) {
  if (!with.calls) co_return no_calls("Assuming a role");
  service_call call{"sts", "AssumeRole", "", input_of(role, *with.time), std::move(parent), {}};
  if (!role.mfa_serial.empty()) {
    const std::string code = with.mfa_code ? with.mfa_code(role.mfa_serial) : std::string{};
    if (code.empty())
      co_return error{error_kind::credentials, "MfaRequired",
                      "The role " + role.role_arn + " wants a code of the MFA device " + role.mfa_serial +
                          ", and nobody could be asked for it: give a callback (session_options::mfa_code) or run "
                          "where there is a terminal"};
    call.input["SerialNumber"] = role.mfa_serial;
    call.input["TokenCode"] = code;
  }
  const auto answer = co_await with.calls->call(std::move(call));
  co_return credentials_of(answer, role.role_arn, "assume-role");
}

asio::awaitable<result<credentials>> assume_role_with_web_identity(const provider_context& with,
                                                                   const web_identity_source& role) {
  if (!with.calls) co_return no_calls("Assuming a role");
  auto token = read_token_file(role.token_file, "The web identity token file");
  if (!token) co_return token.error();
  service_call call{"sts", "AssumeRoleWithWebIdentity", "", {}, std::nullopt, {}};
  call.input["RoleArn"] = role.role_arn;
  call.input["RoleSessionName"] = role.session_name.empty() ? made_up_name(*with.time) : role.session_name;
  call.input["WebIdentityToken"] = *token;
  const auto answer = co_await with.calls->call(std::move(call));
  co_return credentials_of(answer, role.role_arn, "assume-role-with-web-identity");
}

}  // namespace aloft::config
