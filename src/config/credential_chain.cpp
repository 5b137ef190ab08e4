#include "config/credential_chain.hpp"

#include <array>
#include <string>
#include <vector>

namespace aloft::config {
namespace {

using found = result<std::optional<credentials>>;  // nothing: this step does not apply

error partial(const std::string& has, const std::string& lacks, const std::string& where) {
  return error{error_kind::credentials, "PartialCredentials",
               has + " is set " + where + " but " + lacks + " is not; set both or neither"};
}

error unsupported(const std::string& what, const std::string& where) {
  return error{error_kind::credentials, "UnsupportedCredentialSource",
               what + " (" + where +
                   ") asks for credentials from a source that aloft does not support yet; use static keys or "
                   "the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"};
}

class explicit_provider final : public runtime::credentials_provider {
 public:
  explicit explicit_provider(credentials keys) : keys_{std::move(keys)} {
    if (keys_.provider.empty()) keys_.provider = "explicit";
  }
  std::string_view name() const noexcept override { return "explicit"; }
  boost::asio::awaitable<result<credentials>> load() override {
    if (keys_.access_key_id.empty()) co_return partial("secret_access_key", "access_key_id", "in code");
    if (keys_.secret_access_key.empty()) co_return partial("access_key_id", "secret_access_key", "in code");
    co_return keys_;
  }

 private:
  credentials keys_;
};

class chain final : public runtime::credentials_provider {
 public:
  explicit chain(std::shared_ptr<const settings> from) : settings_{std::move(from)} {}
  std::string_view name() const noexcept override { return "chain"; }

  boost::asio::awaitable<result<credentials>> load() override {
    using step = found (chain::*)();
    static constexpr std::array<step, 9> steps{
        &chain::environment_keys, &chain::assumed_role, &chain::web_identity, &chain::sso,      &chain::login,
        &chain::credentials_file, &chain::process,      &chain::config_file,  &chain::container};
    looked_.clear();
    for (const step next : steps) {
      found outcome = (this->*next)();
      if (!outcome) co_return outcome.error();
      if (outcome->has_value()) co_return std::move(**outcome);
    }
    co_return nothing_found();
  }

 private:
  const property* profile_property(const char* name) const {
    const auto& all = settings_->profile_properties();
    auto at = all.find(name);
    return at == all.end() || at->second.value.empty() ? nullptr : &at->second;
  }

  // "role_arn of profile x", and where it stands.
  error unsupported_property(const char* name, const property& at) const {
    return unsupported(std::string{name} + " of profile \"" + settings_->profile.value + '"', at.place());
  }

  found environment_keys() {
    if (settings_->profile_given) return std::nullopt;  // a profile named in code is meant, whatever the shell exports
    looked_.push_back("environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    const environment& variables = settings_->variables();
    auto id = variables.get("AWS_ACCESS_KEY_ID");
    auto secret = variables.get("AWS_SECRET_ACCESS_KEY");
    if (!id && !secret) return std::nullopt;
    if (!id) return partial("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "in the environment");
    if (!secret) return partial("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "in the environment");
    credentials out;
    out.access_key_id = *id;
    out.secret_access_key = *secret;
    out.session_token = variables.get("AWS_SESSION_TOKEN").value_or(variables.get("AWS_SECURITY_TOKEN").value_or(""));
    out.account_id = variables.get("AWS_ACCOUNT_ID").value_or("");
    out.provider = "env";
    return out;
  }

  found assumed_role() {
    const property* role = profile_property("role_arn");
    if (role == nullptr || profile_property("web_identity_token_file") != nullptr) return std::nullopt;
    return unsupported_property("role_arn", *role);
  }

  found web_identity() {
    if (const property* token = profile_property("web_identity_token_file"))
      return unsupported_property("web_identity_token_file", *token);
    if (!settings_->profile_given && settings_->variables().get("AWS_WEB_IDENTITY_TOKEN_FILE"))
      return unsupported("AWS_WEB_IDENTITY_TOKEN_FILE", "environment");
    return std::nullopt;
  }

  found sso() {
    for (const char* name : {"sso_session", "sso_account_id", "sso_start_url"})
      if (const property* at = profile_property(name)) return unsupported_property(name, *at);
    return std::nullopt;
  }

  found login() {
    if (const property* at = profile_property("login_session")) return unsupported_property("login_session", *at);
    return std::nullopt;
  }

  found keys_in(const profile_file& file, const char* provider) {
    const std::string place = "profile \"" + settings_->profile.value + "\" of " + file.path();
    looked_.push_back(place);
    const properties all = settings_->files()->profile_in(file, settings_->profile.value);
    auto value = [&](const char* name) {
      auto at = all.find(name);
      return at == all.end() ? std::string{} : at->second.value;
    };
    credentials out;
    out.access_key_id = value("aws_access_key_id");
    out.secret_access_key = value("aws_secret_access_key");
    if (out.access_key_id.empty() && out.secret_access_key.empty()) return std::nullopt;
    if (out.access_key_id.empty()) return partial("aws_secret_access_key", "aws_access_key_id", "in " + place);
    if (out.secret_access_key.empty()) return partial("aws_access_key_id", "aws_secret_access_key", "in " + place);
    out.session_token = value("aws_session_token");
    if (out.session_token.empty()) out.session_token = value("aws_security_token");
    out.account_id = value("aws_account_id");
    out.provider = provider;
    return out;
  }

  found credentials_file() { return keys_in(settings_->files()->credentials(), "shared-credentials-file"); }

  found process() {
    if (const property* at = profile_property("credential_process"))
      return unsupported_property("credential_process", *at);
    return std::nullopt;
  }

  found config_file() { return keys_in(settings_->files()->config(), "config-file"); }

  found container() {
    for (const char* name : {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"})
      if (settings_->variables().get(name)) return unsupported(name, "environment");
    return std::nullopt;
  }

  error nothing_found() const {
    std::string message = "No credentials were found. Looked in: ";
    for (std::size_t i = 0; i < looked_.size(); ++i) message += (i == 0 ? "" : "; ") + looked_[i];
    message += ". Instance metadata was not asked: aloft does not support it yet";
    return error{error_kind::credentials, "NoCredentials", message};
  }

  std::shared_ptr<const settings> settings_;
  std::vector<std::string> looked_;
};

}  // namespace

std::shared_ptr<runtime::credentials_provider> explicit_credentials(credentials keys) {
  return std::make_shared<explicit_provider>(std::move(keys));
}

std::shared_ptr<runtime::credentials_provider> default_chain(std::shared_ptr<const settings> from) {
  return std::make_shared<chain>(std::move(from));
}

}  // namespace aloft::config
