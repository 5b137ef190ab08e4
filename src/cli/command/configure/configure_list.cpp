#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"
#include "cli/output/answer.hpp"
#include "cli/run/loaded_credentials.hpp"
#include "cli/run/print_setup.hpp"
#include "cli/run/session_setup.hpp"
#include "cli/run/stderr_log.hpp"

#include <boost/json/array.hpp>

#include <unistd.h>

namespace aloft::cli {
namespace {

namespace json = boost::json;
using config::setting;

constexpr std::string_view not_set = "<not set>";

/// A service's own variable, AWS_ENDPOINT_URL_…, is found by its name only.
std::vector<setting> service_endpoints(const config::settings& settings) {
  constexpr std::string_view prefix = "AWS_ENDPOINT_URL_";
  std::vector<setting> found;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text{*variable};
    const auto equals = text.find('=');
    if (!text.starts_with(prefix) || equals == std::string_view::npos || equals + 1 == text.size()) continue;
    found.push_back({std::string{text.substr(equals + 1)}, std::string{text.substr(0, equals)}});
  }
  const auto& own = settings.profile_properties();
  if (const auto named = own.find("services"); named != own.end())
    for (const auto& [service, in] : settings.files()->section(config::section_kind::services, named->second.value)) {
      const auto nested = config::nested_properties(in.value);
      if (const auto url = nested.find("endpoint_url"); url != nested.end())
        found.push_back({url->second, in.place() + ": " + service});
    }
  return found;
}

/// A proxy's address may hold a password.
std::string without_password(const std::string& url) {
  const auto start = url.find("://");
  const auto from = start == std::string::npos ? 0 : start + 3;
  const auto at = url.rfind('@');
  if (at == std::string::npos || at < from) return url;
  return url.substr(0, from) + "****" + url.substr(at);
}

std::string masked(const std::string& key_id) {
  constexpr std::size_t shown = 4;
  if (key_id.size() <= 2 * shown) return "****";
  return "****************" + key_id.substr(key_id.size() - shown);
}

class listing {
 public:
  explicit listing(const config::settings& settings) : settings_{settings} {}

  void add(std::string_view name, const setting& value, std::string_view fallback = {}) {
    if (value) {
      add(name, value.value, value.source);
    } else {
      add(name, fallback.empty() ? not_set : fallback, fallback.empty() ? "" : "default");
    }
  }
  void add(std::string_view name, std::string_view value, std::string_view from) {
    rows_.push_back({{"Name", name}, {"Value", value}, {"From", from}});
  }

  void add_credentials(const result<credentials>& keys) {
    if (!keys) {
      for (const char* name : {"access_key", "secret_key"}) add(name, not_set, keys.error().code());
      return;
    }
    add("access_key", masked(keys->access_key_id), keys->provider);
    add("secret_key", "****************", keys->provider);
    if (!keys->session_token.empty()) add("session_token", "****************", keys->provider);
    if (!keys->account_id.empty()) add("account_id", keys->account_id, keys->provider);
  }

  void add_settings(const global_options& options) {
    for (const auto* key : config::all_setting_keys) {
      setting value = settings_.find(*key);
      if (const auto given = from_command_line(*key, options); !given.empty()) value = {given, "command line"};
      if (key->name.ends_with("_proxy")) value.value = without_password(value.value);
      add(key->name, value, key->fallback);
    }
    for (const auto& endpoint : service_endpoints(settings_)) add("endpoint_url", endpoint);
    const auto files = config::file_locations::of(settings_.variables());
    const auto& variables = settings_.variables();
    add("config_file", files.config, variables.get("AWS_CONFIG_FILE") ? "AWS_CONFIG_FILE" : "default");
    add("credentials_file", files.credentials,
        variables.get("AWS_SHARED_CREDENTIALS_FILE") ? "AWS_SHARED_CREDENTIALS_FILE" : "default");
  }

  json::value rows() && { return std::move(rows_); }

 private:
  static std::string from_command_line(const config::setting_key& key, const global_options& options) {
    if (&key == &config::keys::region) return options.region;
    if (&key == &config::keys::ca_bundle) return options.ca_bundle;
    if (&key == &config::keys::endpoint_url) return options.endpoint_url;
    if (&key == &config::keys::max_attempts && options.max_attempts != 0) return std::to_string(options.max_attempts);
    return {};
  }

  const config::settings& settings_;
  json::array rows_;
};

}  // namespace

int run_configure_list(const global_options& options, console& out) {
  expect_no_more(options.words, 2, "aloft configure list");
  stderr_log log{options.debug};
  const auto settings = resolve_settings(options);
  const auto keys = load_credentials(options, log, settings->files());
  listing all{*settings};
  all.add("profile", settings->profile.value, from_command_line(settings->profile.source));
  all.add_credentials(keys);
  all.add_settings(options);
  out.write(print_document(std::move(all).rows(), {},
                           print_settings(options, out, options.output.value_or(output_format::table))));
  // Having no credentials is an answer here; having wrong ones is worth a word.
  if (!keys) report_error(out, keys.error());
  return exit_status::success;
}

}  // namespace aloft::cli
