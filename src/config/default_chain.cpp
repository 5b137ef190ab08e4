#include "config/default_chain.hpp"

#include "config/providers/container.hpp"
#include "config/providers/environment_keys.hpp"
#include "config/providers/instance_metadata.hpp"
#include "config/providers/login.hpp"
#include "config/providers/process.hpp"
#include "config/providers/profile_plan.hpp"
#include "config/providers/role_cache.hpp"
#include "config/providers/roles.hpp"
#include "config/providers/sso.hpp"
#include "config/providers/text_files.hpp"

#include <iterator>
#include <string>
#include <vector>

namespace aloft::config {
namespace asio = boost::asio;
namespace {

using found = result<std::optional<credentials>>;  // nothing: this source does not apply
using namespace std::chrono_literals;

class explicit_provider final : public credentials_provider {
 public:
  explicit explicit_provider(credentials keys) : keys_{std::move(keys)} {
    if (keys_.provider.empty()) keys_.provider = "explicit";
  }
  std::string_view name() const noexcept override { return "explicit"; }
  asio::awaitable<result<credentials>> load() override {
    if (keys_.access_key_id.empty()) co_return partial_credentials("secret_access_key", "access_key_id", "in code");
    if (keys_.secret_access_key.empty()) co_return partial_credentials("access_key_id", "secret_access_key", "in code");
    co_return keys_;
  }

 private:
  credentials keys_;
};

/// Loads from a profile's chain of sources. Keys in the middle of it are kept while they are good for longer than
/// identities are renewed ahead.
class source_loader {
 public:
  explicit source_loader(const provider_context& with) : with_{with} {}

  /// Whom the load in progress waits for; empty: nobody.
  std::string_view waits_for() const noexcept { return waits_for_; }

  asio::awaitable<result<credentials>> load(const source_chain& chain) {
    kept_.resize(chain.size());
    std::optional<credentials> keys;
    std::size_t at = chain.size();
    while (at > 0 && !keys) keys = at_hand(chain, --at);
    if (keys) ++at;
    for (; at < chain.size(); ++at) {
      const bool last = at + 1 == chain.size();
      auto next = co_await load_kept(chain[at], std::move(keys));
      if (!next) co_return next.error();
      keys = std::move(*next);
      if (!last) kept_[at] = keys;
    }
    co_return std::move(*keys);
  }

 private:
  // What needs no call: keys in the middle of the chain that were loaded before, keys of roles on disk.
  std::optional<credentials> at_hand(const source_chain& chain, std::size_t at) const {
    if (at + 1 < chain.size() && still_good(kept_[at])) return kept_[at];
    const std::string file = role_cache_file(with_, chain[at]);
    return file.empty() ? std::nullopt : read_role_cache(with_, file, chain[at]);
  }

  // Of programs that want the same role's keys at the same time one asks for them.
  asio::awaitable<result<credentials>> load_kept(const source& from, std::optional<credentials> parent) {
    const std::string file = role_cache_file(with_, from);
    if (file.empty()) {
      auto loaded = co_await load_one(from, std::move(parent));
      co_return loaded;
    }
    file_lock lock{file};
    co_await wait_for(*with_.time, lock);
    if (auto kept = read_role_cache(with_, file, from)) co_return std::move(*kept);
    auto keys = co_await load_one(from, std::move(parent));
    if (keys) write_role_cache(with_, file, *keys);
    co_return keys;
  }

  bool still_good(const std::optional<credentials>& keys) const {
    return keys && keys->expiration && *keys->expiration - with_.time->now() > 15min;
  }

  asio::awaitable<result<credentials>> load_one(const source& from, std::optional<credentials> parent) {
    constexpr std::string_view names[] = {"static", "credential_source", "assume-role",       "web identity",
                                          "SSO",    "login_session",     "credential_process"};
    static_assert(std::size(names) == std::variant_size_v<source>);
    waits_for_ = names[from.index()];
    if (const auto* keys = std::get_if<static_source>(&from)) co_return keys->keys;
    if (const auto* role = std::get_if<role_source>(&from))
      co_return co_await assume_role(with_, *role, std::move(*parent));
    if (const auto* role = std::get_if<web_identity_source>(&from))
      co_return co_await assume_role_with_web_identity(with_, *role);
    if (const auto* session = std::get_if<login_source>(&from)) co_return co_await login_credentials(with_, *session);
    if (const auto* process = std::get_if<process_source>(&from))
      co_return co_await process_credentials(with_, *process);
    if (const auto* sso = std::get_if<sso_source>(&from)) {
      if (!sso->gives_credentials())
        co_return error{error_kind::credentials, "TokenOnly",
                        "sso_session \"" + sso->session +
                            "\" gives a bearer token only: set sso_account_id and sso_role_name for credentials"};
      co_return co_await sso_credentials(with_, *sso);
    }
    co_return co_await load_named(std::get<named_source>(from));
  }

  asio::awaitable<result<credentials>> load_named(named_source which) {
    found outcome{std::nullopt};
    const char* name = "Environment";
    switch (which) {
      case named_source::environment: outcome = environment_keys(with_.variables(), with_.time->now()); break;
      case named_source::container:
        name = "EcsContainer";
        outcome = co_await container_credentials(with_);
        break;
      case named_source::instance_metadata:
        name = "Ec2InstanceMetadata";
        outcome = co_await instance_credentials(with_);
        break;
    }
    if (!outcome) co_return outcome.error();
    if (*outcome) co_return std::move(**outcome);
    co_return error{error_kind::credentials, "NoCredentials",
                    std::string{"credential_source is "} + name + ", which has no credentials to give"};
  }

  const provider_context& with_;
  std::vector<std::optional<credentials>> kept_;
  std::string_view waits_for_;
};

class profile_provider : public credentials_provider {
 public:
  explicit profile_provider(provider_context with) : with_{std::move(with)} {}
  std::string_view name() const noexcept override {
    return loader_.waits_for().empty() ? "profile" : loader_.waits_for();
  }

  asio::awaitable<result<credentials>> load() override {
    auto outcome = co_await from_profile();
    if (!outcome) co_return outcome.error();
    if (*outcome) co_return std::move(**outcome);
    co_return error{error_kind::credentials, "NoCredentials", "Profile \"" + profile() + "\" names no credentials"};
  }

 protected:
  const std::string& profile() const noexcept { return with_.configuration->profile.value; }

  asio::awaitable<found> from_profile() {
    if (!planned_) {
      const settings& known = *with_.configuration;
      auto made = plan_profile(*known.files(), profile(), known.profile_given ? nullptr : &known.variables());
      if (!made) co_return made.error();
      planned_ = true;
      plan_ = std::move(*made);
    }
    if (!plan_) co_return found{std::nullopt};
    auto keys = co_await loader_.load(*plan_);
    if (!keys) co_return keys.error();
    co_return found{std::move(*keys)};
  }

  bool token_only() const {
    if (!plan_ || plan_->size() != 1) return false;
    const auto* sso = std::get_if<sso_source>(&plan_->front());
    return sso != nullptr && !sso->gives_credentials();
  }

  const provider_context with_;

 private:
  source_loader loader_{with_};
  bool planned_ = false;
  std::optional<source_chain> plan_;
};

class chain final : public profile_provider {
 public:
  using profile_provider::profile_provider;
  std::string_view name() const noexcept override { return asks_.empty() ? profile_provider::name() : asks_; }

  asio::awaitable<result<credentials>> load() override {
    found outcome{std::nullopt};
    if (!with_.configuration->profile_given) outcome = environment_keys(with_.variables(), with_.time->now());
    if (outcome && !*outcome) outcome = co_await from_profile();
    if (!outcome && token_only()) outcome = found{std::nullopt};
    if (outcome && !*outcome && with_.metadata) {
      asks_ = "container";
      outcome = co_await container_credentials(with_);
    }
    if (outcome && !*outcome && with_.metadata) {
      asks_ = "instance metadata";
      outcome = co_await from_instance();
    }
    asks_ = {};
    if (!outcome) co_return outcome.error();
    if (*outcome) co_return std::move(**outcome);
    co_return nothing_found();
  }

 private:
  // A machine without metadata service is not asked again and again.
  asio::awaitable<found> from_instance() {
    const auto now = with_.time->steady_now();
    if (now < instance_silent_until_) co_return found{std::nullopt};
    auto outcome = co_await instance_credentials(with_);
    if (outcome && !*outcome) instance_silent_until_ = now + 30s;
    co_return outcome;
  }

  error nothing_found() const {
    const auto& files = *with_.configuration->files();
    const environment& variables = with_.variables();
    std::string message = "No credentials were found. Looked in: ";
    if (!with_.configuration->profile_given)
      message += "environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY" +
                 std::string{variables.get("AWS_SECRET_ACCESS_KEY") ? " (the secret is set, the key id is not)" : ""} +
                 "; ";
    message += "profile \"" + profile() + "\" of " + files.credentials().path() + " and " + files.config().path();
    if (token_only()) message += " (its sso_session gives a bearer token only)";
    message += "; the container's variables AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and …_FULL_URI; ";
    message += variables.get_flag("AWS_EC2_METADATA_DISABLED").value_or(false)
                   ? "not the instance metadata service, which AWS_EC2_METADATA_DISABLED switches off"
                   : "the instance metadata service";
    return error{error_kind::credentials, "NoCredentials", message};
  }

  std::chrono::steady_clock::time_point instance_silent_until_{};
  std::string_view asks_;  // beyond the profile
};

class role_provider final : public credentials_provider {
 public:
  role_provider(provider_context with, role_source role, std::shared_ptr<runtime::identity_cache> parent)
      : with_{std::move(with)}, role_{std::move(role)}, parent_{std::move(parent)} {}
  std::string_view name() const noexcept override { return "assume-role"; }
  asio::awaitable<result<credentials>> load() override {
    auto keys = co_await parent_->get();
    if (!keys) co_return keys.error();
    co_return co_await assume_role(with_, role_, **keys);
  }

 private:
  const provider_context with_;
  const role_source role_;
  const std::shared_ptr<runtime::identity_cache> parent_;
};

}  // namespace

std::shared_ptr<credentials_provider> explicit_credentials(credentials keys) {
  return std::make_shared<explicit_provider>(std::move(keys));
}

std::shared_ptr<credentials_provider> default_chain(provider_context with) {
  return std::make_shared<chain>(std::move(with));
}

std::shared_ptr<credentials_provider> profile_credentials(provider_context with) {
  return std::make_shared<profile_provider>(std::move(with));
}

std::shared_ptr<credentials_provider> role_credentials(provider_context with, role_source role,
                                                       std::shared_ptr<runtime::identity_cache> parent) {
  return std::make_shared<role_provider>(std::move(with), std::move(role), std::move(parent));
}

}  // namespace aloft::config
