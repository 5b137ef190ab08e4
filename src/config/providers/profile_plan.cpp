#include "config/providers/profile_plan.hpp"

#include <aloft/http_message.hpp>
#include <aloft/names.hpp>

#include <algorithm>
#include <charconv>

namespace aloft::config {
namespace {

using planned = result<std::optional<source_chain>>;

error invalid(std::string message) { return error{error_kind::config, "InvalidProfile", std::move(message)}; }

std::string quoted(const std::string& profile) { return "profile \"" + profile + '"'; }

const property* find(const properties& in, std::string_view name) {
  auto at = in.find(name);
  return at == in.end() || at->second.value.empty() ? nullptr : &at->second;
}

std::string text(const properties& in, std::string_view name) {
  const property* at = find(in, name);
  return at == nullptr ? std::string{} : at->value;
}

bool has_static_keys(const properties& in) {
  return find(in, "aws_access_key_id") != nullptr || find(in, "aws_secret_access_key") != nullptr;
}

// A token file makes the role one of web identity, even in the middle of a chain of roles.
bool has_role(const properties& in) {
  return find(in, "role_arn") != nullptr && find(in, "web_identity_token_file") == nullptr;
}

std::optional<source_chain> just(source only) {
  source_chain out;
  out.push_back(std::move(only));
  return out;
}

class planner {
 public:
  planner(const profile_files& files, const environment* variables) : files_{files}, variables_{variables} {}

  planned plan(const std::string& name) {
    visited_.push_back(name);
    return has_role(files_.profile(name)) ? role(name) : without_role(name, variables_);
  }

  result<std::optional<sso_source>> token_source(const std::string& name) {
    const properties own = files_.profile(name);
    const property* session = find(own, "sso_session");
    if (session == nullptr) return std::nullopt;
    auto all = with_session(own, *session, name);
    if (!all) return all.error();
    return complete(name, *all, session->value, false);
  }

 private:
  planned role(const std::string& name) {
    const properties own = files_.profile(name);
    const property* source_profile = find(own, "source_profile");
    const property* credential_source = find(own, "credential_source");
    if (source_profile != nullptr && credential_source != nullptr)
      return invalid(quoted(name) + " has both source_profile (" + source_profile->place() +
                     ") and credential_source (" + credential_source->place() + "); keep one of them");
    if (source_profile == nullptr && credential_source == nullptr)
      return invalid(quoted(name) + " has role_arn (" + find(own, "role_arn")->place() +
                     ") but neither source_profile nor credential_source, so nothing can assume the role");

    planned before = source_profile != nullptr ? from_profile(name, *source_profile) : from_named(*credential_source);
    if (!before) return before.error();
    role_source what;
    what.role_arn = text(own, "role_arn");
    what.session_name = text(own, "role_session_name");
    what.external_id = text(own, "external_id");
    what.mfa_serial = text(own, "mfa_serial");
    if (const property* duration = find(own, "duration_seconds")) {
      int seconds = 0;
      const std::string& digits = duration->value;
      const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
      if (failure == std::errc{} && end == digits.data() + digits.size()) what.duration_seconds = seconds;
    }
    (*before)->push_back(std::move(what));
    return before;
  }

  planned from_named(const property& which) {
    for (const auto& [name, meaning] :
         {std::pair{"Environment", named_source::environment}, std::pair{"EcsContainer", named_source::container},
          std::pair{"Ec2InstanceMetadata", named_source::instance_metadata}})
      if (which.value == name) return just(meaning);
    return invalid("credential_source is \"" + which.value + "\" (" + which.place() +
                   "); expected Environment, EcsContainer or Ec2InstanceMetadata");
  }

  planned from_profile(const std::string& asked_by, const property& which) {
    const std::string& name = which.value;
    if (!files_.has_profile(name))
      return invalid("source_profile \"" + name + "\" of " + quoted(asked_by) + " (" + which.place() +
                     ") does not exist" + did_you_mean(name, files_.profile_names()));
    const properties own = files_.profile(name);
    // A profile may be its own source: the keys beside role_arn assume the role.
    const bool own_keys = name == asked_by && has_static_keys(own);
    if (std::find(visited_.begin(), visited_.end(), name) != visited_.end() && !own_keys)
      return invalid("The roles of the profiles go round in a circle: " + circle(name) + " (" + which.place() + ")");
    visited_.push_back(name);
    if (!has_static_keys(own) && has_role(own)) return role(name);
    planned found = without_role(name, nullptr);
    if (found && (!*found || !gives_credentials(**found)))
      return invalid(quoted(name) + " is source_profile of " + quoted(asked_by) + " (" + which.place() +
                     ") but names no credentials");
    return found;
  }

  static bool gives_credentials(const source_chain& chain) {
    const auto* sso = std::get_if<sso_source>(&chain.front());
    return sso == nullptr || sso->gives_credentials();
  }

  std::string circle(const std::string& back_to) const {
    std::string out;
    for (const auto& name : visited_) out += name + " -> ";
    return out + back_to;
  }

  planned without_role(const std::string& name, const environment* variables) {
    const properties own = files_.profile(name);
    if (auto found = web_identity(name, own, variables); !found || *found) return found;
    if (auto found = sso(name, own); !found || *found) return found;
    if (auto found = keys_in(files_.credentials(), name, "shared-credentials-file"); !found || *found) return found;
    if (const property* session = find(own, "login_session")) return just(login_source{session->value, name});
    if (const property* process = find(own, "credential_process"))
      return just(process_source{process->value, text(own, "aws_account_id"), process->place()});
    if (auto found = keys_in(files_.config(), name, "config-file"); !found || *found) return found;
    auto token = token_source(name);
    if (!token) return token.error();
    if (*token) return just(std::move(**token));
    return std::nullopt;
  }

  planned web_identity(const std::string& name, const properties& own, const environment* variables) {
    auto value = [&](const char* variable, const char* property_name) {
      if (variables != nullptr)
        if (auto set = variables->get(variable)) return *set;
      return text(own, property_name);
    };
    web_identity_source what;
    what.token_file = value("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file");
    if (what.token_file.empty()) return std::nullopt;
    what.role_arn = value("AWS_ROLE_ARN", "role_arn");
    what.session_name = value("AWS_ROLE_SESSION_NAME", "role_session_name");
    if (what.role_arn.empty())
      return invalid("A web identity token file is configured (" + what.token_file + ") but no role: set role_arn in " +
                     quoted(name) + (variables != nullptr ? " or AWS_ROLE_ARN" : ""));
    return just(std::move(what));
  }

  planned sso(const std::string& name, const properties& own) {
    if (find(own, "sso_role_name") == nullptr && find(own, "sso_account_id") == nullptr) return std::nullopt;
    const property* session = find(own, "sso_session");
    if (session == nullptr) {
      auto found = complete(name, own, "", true);
      if (!found) return found.error();
      return just(std::move(*found));
    }
    auto all = with_session(own, *session, name);
    if (!all) return all.error();
    auto found = complete(name, *all, session->value, true);
    if (!found) return found.error();
    return just(std::move(*found));
  }

  // The session's values; where the profile says the same thing it must agree.
  result<properties> with_session(const properties& own, const property& session, const std::string& name) const {
    if (!files_.config().contains(section_kind::sso_session, session.value))
      return invalid("sso_session \"" + session.value + "\" of " + quoted(name) + " (" + session.place() +
                     ") does not exist: there is no section [sso-session " + session.value + ']' +
                     did_you_mean(session.value, files_.config().names(section_kind::sso_session)));
    properties all = files_.section(section_kind::sso_session, session.value);
    for (const char* part : {"sso_start_url", "sso_region"})
      if (const property* in_profile = find(own, part)) {
        const property* in_session = find(all, part);
        if (in_session == nullptr || in_session->value != in_profile->value)
          return invalid(std::string{part} + " of " + quoted(name) + " (" + in_profile->place() +
                         ") is not that of [sso-session " + session.value + "]; name it in the session only");
      }
    for (const char* part : {"sso_role_name", "sso_account_id"})
      if (const property* in_profile = find(own, part)) all.insert_or_assign(part, *in_profile);
    return all;
  }

  static result<sso_source> complete(const std::string& name, const properties& all, const std::string& session,
                                     bool with_role) {
    std::string missing;
    auto need = [&](const char* part, bool needed) {
      std::string found = text(all, part);
      if (found.empty() && needed) missing += (missing.empty() ? "" : ", ") + std::string{part};
      return found;
    };
    sso_source out{session, need("sso_start_url", true), need("sso_region", true), need("sso_account_id", with_role),
                   need("sso_role_name", with_role)};
    if (!missing.empty()) return invalid("The SSO configuration of " + quoted(name) + " lacks " + missing);
    return out;
  }

  planned keys_in(const profile_file& file, const std::string& name, const char* provider) const {
    const properties own = files_.profile_in(file, name);
    const property* id = find(own, "aws_access_key_id");
    if (id == nullptr) return std::nullopt;  // botocore overlooks a secret that stands alone
    credentials keys;
    keys.access_key_id = id->value;
    keys.secret_access_key = text(own, "aws_secret_access_key");
    if (keys.secret_access_key.empty())
      return error{error_kind::credentials, "PartialCredentials",
                   "aws_access_key_id is set in " + quoted(name) + " (" + id->place() +
                       ") but aws_secret_access_key is not; set both or neither"};
    keys.session_token = text(own, "aws_security_token");
    if (keys.session_token.empty()) keys.session_token = text(own, "aws_session_token");
    keys.account_id = text(own, "aws_account_id");
    keys.provider = provider;
    return just(static_source{std::move(keys)});
  }

  const profile_files& files_;
  const environment* variables_;
  std::vector<std::string> visited_;
};

}  // namespace

planned plan_profile(const profile_files& files, const std::string& name, const environment* variables) {
  return planner{files, variables}.plan(name);
}

result<std::optional<sso_source>> sso_of_profile(const profile_files& files, const std::string& name) {
  return planner{files, nullptr}.token_source(name);
}

bool names_credentials(const profile_files& files, const std::string& profile) {
  const auto plan = plan_profile(files, profile, nullptr);
  return !plan || *plan;
}

}  // namespace aloft::config
