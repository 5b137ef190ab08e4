#include <aloft/config/settings.hpp>

#include <aloft/http_message.hpp>
#include "config/endpoint_settings.hpp"
#include "core/region_name.hpp"

#include <algorithm>

namespace aloft::config {
namespace {

bool is_count(std::string_view text) noexcept {
  return !text.empty() && text.size() <= 4 && text.find_first_not_of("0123456789") == std::string_view::npos &&
         text.find_first_not_of('0') != std::string_view::npos;
}

// "Elastic Beanstalk" → "ELASTIC_BEANSTALK" or "elastic_beanstalk".
std::string service_key(std::string_view service_id, bool upper) {
  std::string key{service_id};
  for (char& c : key) {
    if (c == ' ' || c == '-') c = '_';
    if (upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
    if (!upper && c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return key;
}

setting given_in_code(std::string value) { return {std::move(value), "given in code"}; }

}  // namespace

error invalid_setting(const setting& what, std::string_view name, std::string_view expected) {
  return error{
      error_kind::config, "InvalidSetting",
      std::string{name} + " is \"" + what.value + "\" (" + what.source + "); expected " + std::string{expected}};
}

setting settings::find(const setting_key& key) const {
  for (const char* name : key.variables)
    if (name != nullptr)
      if (auto value = variables_.get(name)) return {*value, name};
  if (auto found = chosen_.find(key.property); found != chosen_.end() && !found->second.value.empty())
    return {found->second.value, found->second.place()};
  return {};
}

result<bool> settings::flag(const setting_key& key, bool otherwise) const {
  const setting given = find(key);
  if (!given) return otherwise;
  if (iequals(given.value, "true")) return true;
  if (iequals(given.value, "false")) return false;
  return invalid_setting(given, key.name, "true or false");
}

result<bool> settings::raw_binary() const {
  const setting given = find(keys::cli_binary_format);
  if (!given || given.value == "base64") return false;
  if (given.value == "raw-in-base64-out") return true;
  return invalid_setting(given, keys::cli_binary_format.name, "base64 or raw-in-base64-out");
}

setting settings::choice_of_profile(const environment& variables, const overrides& given) {
  if (!given.profile.empty()) return given_in_code(given.profile);
  for (const char* name : {"AWS_DEFAULT_PROFILE", "AWS_PROFILE"})  // in botocore's order
    if (auto named = variables.get_as_is(name)) return {*named, name};
  return {"default", "default"};
}

result<void> settings::choose_profile(const overrides& given) {
  profile_given = !given.profile.empty();
  profile = choice_of_profile(variables_, given);
  // AWS's Python tools refuse a variable that is set to nothing, and they are right: a script whose own variable is
  // empty must not act in the account that happens to be the default.
  if (profile.value.find_first_not_of(" \t") == std::string::npos)
    return error{error_kind::config, "ProfileNotFound",
                 profile.source + " is set but names no profile; name one, or unset the variable to use the default"};
  // Nobody has to have a default profile; one that was asked for must exist.
  if (profile.source != "default" && !files_->has_profile(profile.value))
    return profile_not_found(*files_, profile.value, profile.source);
  chosen_ = files_->profile(profile.value);
  return {};
}

result<void> settings::check() const {
  if (region && !is_region_name(region.value)) return invalid_setting(region, "The region", "a name like eu-west-1");
  if (max_attempts && !is_count(max_attempts.value))
    return invalid_setting(max_attempts, "max_attempts", "a number from 1 to 9999");
  if (retry_mode && retry_mode.value != "standard" && retry_mode.value != "adaptive" && retry_mode.value != "legacy")
    return invalid_setting(retry_mode, "retry_mode", "standard, adaptive or legacy");
  return {};
}

result<std::shared_ptr<const settings>> settings::resolve(const environment& variables, const overrides& given) {
  auto files = profile_files::load(file_locations::of(variables));
  if (!files) return files.error();
  return resolve(variables, std::move(*files), given);
}

result<std::shared_ptr<const settings>> settings::resolve(const environment& variables,
                                                          std::shared_ptr<const profile_files> files,
                                                          const overrides& given) {
  auto out = std::make_shared<settings>(variables);
  out->files_ = std::move(files);
  if (auto chosen = out->choose_profile(given); !chosen) return chosen.error();

  auto pick = [&](const std::string& in_code, const setting_key& key) {
    return in_code.empty() ? out->find(key) : given_in_code(in_code);
  };
  out->region = pick(given.region, keys::region);
  out->ca_bundle = pick(given.ca_bundle, keys::ca_bundle);
  out->max_attempts = pick(given.max_attempts == 0 ? "" : std::to_string(given.max_attempts), keys::max_attempts);
  out->retry_mode = pick(given.retry_mode, keys::retry_mode);
  out->http_proxy = out->find(keys::http_proxy);
  // In CGI programs HTTP_PROXY in upper case is what a client's header says.
  if (out->http_proxy.source == "HTTP_PROXY" && variables.get("REQUEST_METHOD")) out->http_proxy = {};
  out->https_proxy = out->find(keys::https_proxy);
  out->no_proxy = out->find(keys::no_proxy);
  if (!given.endpoint_url.empty()) out->given_endpoint_ = given_in_code(given.endpoint_url);
  const auto validate = out->flag(keys::parameter_validation, true);
  if (!validate) return validate.error();
  out->validate_parameters = *validate;
  const auto no_prefix = out->flag(keys::disable_host_prefix, false);
  if (!no_prefix) return no_prefix.error();
  out->inject_host_prefix = !*no_prefix;
  out->user_agent_appid = out->find(keys::user_agent_appid);
  auto endpoints = read_endpoint_options(*out);
  if (!endpoints) return endpoints.error();
  out->endpoints = std::move(*endpoints);

  if (auto checked = out->check(); !checked) return checked.error();
  return std::shared_ptr<const settings>{std::move(out)};
}

setting settings::endpoint_url(std::string_view service_id, std::optional<bool> ignore_configured) const {
  if (given_endpoint_) return given_endpoint_;
  if (ignore_configured.value_or(endpoints.ignore_configured_endpoint_urls.value_or(false))) return {};
  const std::string variable = "AWS_ENDPOINT_URL_" + service_key(service_id, true);
  if (auto url = variables_.get(variable)) return {*url, variable};
  const setting for_all = find(keys::endpoint_url);
  if (for_all && for_all.source == keys::endpoint_url.variables.front()) return for_all;
  if (auto services = chosen_.find("services"); services != chosen_.end()) {
    const properties of_services = files_->section(section_kind::services, services->second.value);
    if (auto service = of_services.find(service_key(service_id, false)); service != of_services.end()) {
      const auto nested = nested_properties(service->second.value);
      if (auto url = nested.find("endpoint_url"); url != nested.end() && !url->second.empty())
        return {url->second, service->second.place()};
    }
  }
  return for_all;
}

}  // namespace aloft::config
