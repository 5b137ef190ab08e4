// The parts that read configuration: the grammar of profile files, where they are, and chains of roles.

#include "conformance/credentials_cases.hpp"

#include <aloft/config/settings.hpp>
#include "config/providers/profile_plan.hpp"

#include <boost/json/serialize.hpp>

#include <sstream>

namespace aloft::conformance {
namespace {

namespace json = boost::json;
using config::file_kind;
using config::section_kind;

result<config::profile_files> parse_files(const std::string& config, const std::string& credentials) {
  auto first = config::profile_file::parse(config, "config", file_kind::config);
  if (!first) return first.error();
  auto second = config::profile_file::parse(credentials, "credentials", file_kind::credentials);
  if (!second) return second.error();
  return config::profile_files{std::move(*first), std::move(*second)};
}

// Sorted by name, so that texts can be compared.
json::object sorted(const json::object& from) {
  std::map<std::string, json::value> by_name;
  for (const auto& [name, value] : from)
    by_name[std::string{name}] = value.is_object() ? json::value{sorted(value.get_object())} : value;
  json::object out;
  for (auto& [name, value] : by_name) out[name] = std::move(value);
  return out;
}

json::object as_case(const config::properties& found) {
  json::object out;
  for (const auto& [name, at] : found) out[name] = at.value;
  return out;
}

json::object as_case(const config::profile_files& files, const json::object& wanted) {
  json::object out, profiles, sessions;
  for (const auto& name : files.profile_names()) profiles[name] = as_case(files.profile(name));
  for (const auto& name : files.config().names(section_kind::sso_session))
    sessions[name] = as_case(files.section(section_kind::sso_session, name));
  out["profiles"] = std::move(profiles);
  if (wanted.contains("sso_sessions")) out["sso_sessions"] = std::move(sessions);
  return out;
}

void put(json::object& to, const char* name, const std::string& text) {
  if (!text.empty()) to[name] = text;
}

struct step_text {
  json::object operator()(const config::static_source& from) const {
    json::object keys;
    put(keys, "access_key_id", from.keys.access_key_id);
    put(keys, "secret_access_key", from.keys.secret_access_key);
    put(keys, "session_token", from.keys.session_token);
    put(keys, "account_id", from.keys.account_id);
    return {{"AccessKey", std::move(keys)}};
  }
  json::object operator()(const config::named_source& from) const {
    constexpr const char* names[]{"Environment", "EcsContainer", "Ec2InstanceMetadata"};
    return {{"NamedSource", names[static_cast<int>(from)]}};
  }
  json::object operator()(const config::role_source& from) const {
    json::object role;
    put(role, "role_arn", from.role_arn);
    put(role, "role_session_name", from.session_name);
    put(role, "external_id", from.external_id);
    return {{"AssumeRole", std::move(role)}};
  }
  json::object operator()(const config::web_identity_source& from) const {
    json::object role;
    put(role, "role_arn", from.role_arn);
    put(role, "web_identity_token_file", from.token_file);
    put(role, "role_session_name", from.session_name);
    return {{"WebIdentityToken", std::move(role)}};
  }
  json::object operator()(const config::sso_source& from) const {
    json::object sso;
    put(sso, "sso_session", from.session);
    put(sso, "sso_account_id", from.account_id);
    put(sso, "sso_region", from.region);
    put(sso, "sso_role_name", from.role_name);
    put(sso, "sso_start_url", from.start_url);
    return {{"Sso", std::move(sso)}};
  }
  json::object operator()(const config::login_source& from) const {
    return {{"LoginSession", json::object{{"login_session", from.session}}}};
  }
  json::object operator()(const config::process_source& from) const {
    return {{"CredentialProcess", json::object{{"credential_process", from.command}}}};
  }
};

void append_sections(std::string& to, const char* prefix, const json::object& sections) {
  for (const auto& [name, properties] : sections) {
    to += '[' + std::string{prefix} + ' ' + std::string{name} + "]\n";
    for (const auto& [key, value] : properties.as_object())
      to += std::string{key} + " = " + std::string{value.as_string()} + '\n';
  }
}

}  // namespace

void run_profile_parser_cases(const json::value& cases, report& out) {
  int number = 0;
  for (const auto& entry : cases.at("tests").as_array()) {
    const auto& test = entry.as_object();
    out.run("profile-parser " + std::to_string(++number) + ": " + member_text(test, "name"), [&] {
      const auto& input = test.at("input").as_object();
      const auto files = parse_files(member_text(input, "configFile"), member_text(input, "credentialsFile"));
      const auto& wanted = test.at("output").as_object();
      if (wanted.contains("errorContaining")) {
        if (files) out.fail("expected an error: " + member_text(wanted, "errorContaining"));
        return;
      }
      if (!files) {
        out.fail(files.error().what());
        return;
      }
      const auto& config = wanted.at("config").as_object();
      out.expect_equal("sections", json::serialize(sorted(config)), json::serialize(sorted(as_case(*files, config))));
    });
  }
}

void run_file_location_cases(const json::value& cases, report& out) {
  for (const auto& entry : cases.at("tests").as_array()) {
    const auto& test = entry.as_object();
    out.run("file-location: " + member_text(test, "name"), [&] {
      if (member_text(test, "platform") == "windows") {
        out.skip("aloft does not run on Windows");
        return;
      }
      std::map<std::string, std::string> variables;
      for (const auto& [name, value] : test.at("environment").as_object())
        variables[std::string{name}] = value.as_string();
      const auto environment = config::environment::of(std::move(variables));
      const auto found = config::file_locations::of(environment);
      out.expect_equal("config", member_text(test, "configLocation"), found.config);
      out.expect_equal("credentials", member_text(test, "credentialsLocation"), found.credentials);
      if (test.contains("profile"))
        out.expect_equal("profile", member_text(test, "profile"),
                         config::settings::choice_of_profile(environment, {}).value);
    });
  }
}

void run_assume_role_cases(const json::value& cases, report& out) {
  for (const auto& entry : cases.as_array()) {
    const auto& test = entry.as_object();
    out.run("assume-role: " + member_text(test, "docs"), [&] {
      const auto& input = test.at("input").as_object();
      std::string config;
      append_sections(config, "profile", input.at("profiles").as_object());
      if (const auto* sessions = input.if_contains("sso_sessions"))
        append_sections(config, "sso-session", sessions->as_object());
      const auto files = parse_files(config, "");
      if (!files) {
        out.fail(files.error().what());
        return;
      }
      const auto plan = config::plan_profile(
          *files, input.contains("selected_profile") ? member_text(input, "selected_profile") : "default", nullptr);
      const auto& wanted = test.at("output").as_object();
      if (wanted.contains("Error")) {
        if (plan && *plan) out.fail("expected an error: " + member_text(wanted, "Error"));
        return;
      }
      if (!plan || !*plan) {
        out.fail(plan ? "no chain was found" : plan.error().what());
        return;
      }
      std::string expected, actual;
      for (const auto& step : wanted.at("ProfileChain").as_array())
        expected += json::serialize(sorted(step.as_object()));
      for (const auto& step : **plan) actual += json::serialize(sorted(std::visit(step_text{}, step)));
      out.expect_equal("chain", expected, actual);
    });
  }
}

}  // namespace aloft::conformance
