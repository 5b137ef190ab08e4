#pragma once
// What a session's configuration comes to: each value with where it was found. Precedence: given in code, environment,
// profile, default.

#include <aloft/config/profile.hpp>
#include <aloft/config/setting_keys.hpp>
#include "aloft/endpoint_options.hpp"
#include "aloft/error.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::config {

/// A value and its origin: "AWS_REGION", "FILE:LINE", "default", "given in code".
struct setting {
  std::string value;
  std::string source;
  explicit operator bool() const noexcept { return !value.empty(); }
};

/// Config error "InvalidSetting" about a value that cannot be: which, where it stands, what was expected.
error invalid_setting(const setting& what, std::string_view name, std::string_view expected);

/// What the caller gave in code.
struct overrides {
  std::string profile = {};
  std::string region = {};
  std::string endpoint_url = {};
  std::string ca_bundle = {};
  int max_attempts = 0;  ///< 0: not given
  std::string retry_mode = {};
};

/// Immutable once resolved; thread-safe to read.
class settings {
 public:
  /// Reads the shared files. Errors: config: unreadable or malformed files, an unknown profile, values that cannot be.
  static result<std::shared_ptr<const settings>> resolve(const environment& variables, const overrides& given);
  /// The same with files that have been read.
  static result<std::shared_ptr<const settings>> resolve(const environment& variables,
                                                         std::shared_ptr<const profile_files> files,
                                                         const overrides& given);

  /// The profile that code or environment names, or "default"; whether it exists is another question.
  static setting choice_of_profile(const environment& variables, const overrides& given);

  setting profile;             ///< never empty: "default" when nothing names one
  bool profile_given = false;  ///< the profile was named in code: the environment's keys do not apply then
  setting region;              ///< empty: none was found
  setting ca_bundle;           ///< empty: the system's trust store
  setting max_attempts;        ///< a number ≥ 1, or empty
  setting retry_mode;          ///< "standard", "adaptive" or "legacy", or empty
  setting http_proxy, https_proxy, no_proxy;
  bool validate_parameters = true;  ///< before a request is sent
  bool inject_host_prefix = true;   ///< operations may put labels before an endpoint's host
  setting user_agent_appid;         ///< goes into User-Agent; empty: none
  endpoint_options endpoints;       ///< of environment and profile

  /// The endpoint that code or configuration asks for, by service id ("EC2", "Elastic Beanstalk"); empty: the rules
  /// decide. `ignore_configured`: whether what only configuration says counts; nothing: it says so itself.
  setting endpoint_url(std::string_view service_id, std::optional<bool> ignore_configured = {}) const;

  /// Any other value, as environment and profile have it; empty: neither says anything.
  setting find(const setting_key& key) const;
  /// One that is "true" or "false" in any case. Errors: config "InvalidSetting".
  result<bool> flag(const setting_key& key, bool otherwise) const;
  /// Whether the AWS CLI's cli_binary_format says "raw-in-base64-out": blobs on a command line are their own bytes, not
  /// base64. Errors: config "InvalidSetting".
  result<bool> raw_binary() const;
  /// Properties of the chosen profile in both files together; empty when there is none.
  const properties& profile_properties() const noexcept { return chosen_; }
  const std::shared_ptr<const profile_files>& files() const noexcept { return files_; }
  const environment& variables() const noexcept { return variables_; }

  explicit settings(environment variables) : variables_{std::move(variables)} {}

 private:
  result<void> choose_profile(const overrides& given);
  result<void> check() const;

  environment variables_;
  std::shared_ptr<const profile_files> files_;
  properties chosen_;
  setting given_endpoint_;
};

}  // namespace aloft::config
