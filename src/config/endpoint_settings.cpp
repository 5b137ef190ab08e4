#include "config/endpoint_settings.hpp"

#include <aloft/config/settings.hpp>
#include <aloft/http_message.hpp>

#include <utility>

namespace aloft::config {
namespace {

/// A word of the configuration and what it stands for.
template <class Value>
using word = std::pair<std::string_view, Value>;

constexpr word<bool> truths[] = {{"true", true}, {"false", false}};
constexpr word<endpoint_scope> scopes[] = {{"regional", endpoint_scope::regional}, {"legacy", endpoint_scope::legacy}};
// What the modes differ in here: where S3's oldest region is asked.
constexpr word<endpoint_scope> defaults_modes[] = {
    {"legacy", endpoint_scope::legacy},      {"standard", endpoint_scope::regional},
    {"in-region", endpoint_scope::regional}, {"cross-region", endpoint_scope::regional},
    {"mobile", endpoint_scope::regional},    {"auto", endpoint_scope::regional}};
constexpr word<account_id_mode> account_modes[] = {{"preferred", account_id_mode::preferred},
                                                   {"required", account_id_mode::required},
                                                   {"disabled", account_id_mode::disabled}};
constexpr word<s3_addressing> addressing_styles[] = {
    {"auto", s3_addressing::automatic}, {"virtual", s3_addressing::virtual_host}, {"path", s3_addressing::path}};

/// Reads settings one after another and keeps the first fault.
class reader {
 public:
  explicit reader(const settings& from) : from_{from} {
    const auto& profile = from.profile_properties();
    if (const auto section = profile.find("s3"); section != profile.end()) {
      s3_ = nested_properties(section->second.value);
      s3_place_ = section->second.place();
    }
  }

  endpoint_options read() {
    endpoint_options out;
    out.use_fips_endpoint = one_of(plain(keys::use_fips), truths);
    out.use_dualstack_endpoint = one_of(plain(keys::use_dualstack), truths);
    out.ignore_configured_endpoint_urls = one_of(plain(keys::ignore_endpoint_urls), truths);
    out.sts_regional_endpoints = one_of(plain(keys::sts_regional_endpoints), scopes);
    out.account_id_endpoint_mode = one_of(plain(keys::account_id_endpoint_mode), account_modes);
    out.auth_scheme_preference = plain(keys::auth_scheme_preference).value;
    out.sigv4a_signing_region_set = plain(keys::sigv4a_signing_region_set).value;
    s3_options& s3 = out.s3;
    s3.addressing_style = one_of(nested("addressing_style"), addressing_styles);
    s3.use_accelerate_endpoint = one_of(nested("use_accelerate_endpoint"), truths);
    s3.use_dualstack_endpoint = one_of(nested("use_dualstack_endpoint"), truths);
    s3.payload_signing_enabled = one_of(nested("payload_signing_enabled"), truths);
    s3.use_arn_region = one_of(either(keys::s3_use_arn_region, "use_arn_region"), truths);
    s3.us_east_1_regional_endpoint =
        one_of(either(keys::s3_us_east_1_regional_endpoint, "us_east_1_regional_endpoint"), scopes);
    const auto by_mode = one_of(plain(keys::defaults_mode), defaults_modes);
    if (!s3.us_east_1_regional_endpoint) s3.us_east_1_regional_endpoint = by_mode;
    s3.disable_multiregion_access_points =
        one_of(either(keys::s3_disable_multiregion_access_points, "s3_disable_multiregion_access_points"), truths);
    s3.disable_express_session_auth =
        one_of(either(keys::s3_disable_express_session_auth, "s3_disable_express_session_auth"), truths);
    return out;
  }

  const std::optional<error>& fault() const noexcept { return fault_; }

 private:
  struct found : setting {
    std::string_view name;  // as messages call it
  };

  found plain(const setting_key& key) const { return {from_.find(key), key.name}; }
  found nested(std::string_view name) const {
    const auto value = s3_.find(name);
    if (value == s3_.end()) return {{}, name};
    return {{value->second, s3_place_ + ", section s3"}, name};
  }
  found either(const setting_key& key, std::string_view in_section) const {
    found first = plain(key);
    return first ? first : nested(in_section);
  }

  template <class Value, std::size_t Count>
  std::optional<Value> one_of(const found& given, const word<Value> (&words)[Count]) {
    if (!given) return std::nullopt;
    std::string expected;
    for (const auto& [text, value] : words) {
      if (iequals(given.value, text)) return value;
      expected += (expected.empty() ? "" : " or ") + std::string{text};
    }
    if (!fault_)
      fault_ =
          error{error_kind::config, "InvalidSetting",
                std::string{given.name} + " is \"" + given.value + "\" (" + given.source + "); expected " + expected};
    return std::nullopt;
  }

  const settings& from_;
  std::map<std::string, std::string, std::less<>> s3_;
  std::string s3_place_;
  std::optional<error> fault_;
};

template <class Value>
std::optional<Value> first(const std::optional<Value>& over, const std::optional<Value>& under) {
  return over ? over : under;
}

option_text first(const option_text& over, const option_text& under) { return over.empty() ? under : over; }

}  // namespace

result<endpoint_options> read_endpoint_options(const settings& from) {
  reader reading{from};
  endpoint_options out = reading.read();
  if (reading.fault()) return *reading.fault();
  return out;
}

endpoint_options overlaid(const endpoint_options& over, const endpoint_options& under) {
  endpoint_options out;
  out.use_fips_endpoint = first(over.use_fips_endpoint, under.use_fips_endpoint);
  out.use_dualstack_endpoint = first(over.use_dualstack_endpoint, under.use_dualstack_endpoint);
  out.ignore_configured_endpoint_urls =
      first(over.ignore_configured_endpoint_urls, under.ignore_configured_endpoint_urls);
  out.sts_regional_endpoints = first(over.sts_regional_endpoints, under.sts_regional_endpoints);
  out.account_id_endpoint_mode = first(over.account_id_endpoint_mode, under.account_id_endpoint_mode);
  out.auth_scheme_preference = first(over.auth_scheme_preference, under.auth_scheme_preference);
  out.sigv4a_signing_region_set = first(over.sigv4a_signing_region_set, under.sigv4a_signing_region_set);
  const s3_options &a = over.s3, &b = under.s3;
  out.s3.addressing_style = first(a.addressing_style, b.addressing_style);
  out.s3.use_accelerate_endpoint = first(a.use_accelerate_endpoint, b.use_accelerate_endpoint);
  out.s3.use_dualstack_endpoint = first(a.use_dualstack_endpoint, b.use_dualstack_endpoint);
  out.s3.use_arn_region = first(a.use_arn_region, b.use_arn_region);
  out.s3.payload_signing_enabled = first(a.payload_signing_enabled, b.payload_signing_enabled);
  out.s3.us_east_1_regional_endpoint = first(a.us_east_1_regional_endpoint, b.us_east_1_regional_endpoint);
  out.s3.disable_multiregion_access_points =
      first(a.disable_multiregion_access_points, b.disable_multiregion_access_points);
  out.s3.disable_express_session_auth = first(a.disable_express_session_auth, b.disable_express_session_auth);
  return out;
}

}  // namespace aloft::config
