#pragma once
// The settings there are, each with the variables and the profile property that may hold it: botocore's table
// (configprovider.py), as far as aloft reads it.

#include <array>
#include <string_view>

namespace aloft::config {

struct setting_key {
  std::string_view name;
  std::array<const char*, 2> variables = {};  ///< the first that is set wins over the profile; unused ones are null
  std::string_view property = {};             ///< of the profile; empty: a profile cannot say it
  std::string_view fallback = {};             ///< what holds when nobody says anything; empty: nothing, or it depends
};

namespace keys {
inline constexpr setting_key region{"region", {"AWS_REGION", "AWS_DEFAULT_REGION"}, "region"};
inline constexpr setting_key output{"output", {"AWS_DEFAULT_OUTPUT"}, "output", "json"};
inline constexpr setting_key cli_binary_format{"cli_binary_format", {}, "cli_binary_format", "base64"};
inline constexpr setting_key ca_bundle{"ca_bundle", {"AWS_CA_BUNDLE"}, "ca_bundle"};
inline constexpr setting_key max_attempts{"max_attempts", {"AWS_MAX_ATTEMPTS"}, "max_attempts", "3"};
inline constexpr setting_key retry_mode{"retry_mode", {"AWS_RETRY_MODE"}, "retry_mode", "standard"};
inline constexpr setting_key defaults_mode{"defaults_mode", {"AWS_DEFAULTS_MODE"}, "defaults_mode", "legacy"};
inline constexpr setting_key use_fips{"use_fips_endpoint", {"AWS_USE_FIPS_ENDPOINT"}, "use_fips_endpoint", "false"};
inline constexpr setting_key use_dualstack{
    "use_dualstack_endpoint", {"AWS_USE_DUALSTACK_ENDPOINT"}, "use_dualstack_endpoint", "false"};
inline constexpr setting_key endpoint_url{"endpoint_url", {"AWS_ENDPOINT_URL"}, "endpoint_url"};
inline constexpr setting_key ignore_endpoint_urls{"ignore_configured_endpoint_urls",
                                                  {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"},
                                                  "ignore_configured_endpoint_urls",
                                                  "false"};
inline constexpr setting_key endpoint_discovery{
    "endpoint_discovery_enabled", {"AWS_ENDPOINT_DISCOVERY_ENABLED"}, "endpoint_discovery_enabled", "auto"};
inline constexpr setting_key sts_regional_endpoints{
    "sts_regional_endpoints", {"AWS_STS_REGIONAL_ENDPOINTS"}, "sts_regional_endpoints", "regional"};
inline constexpr setting_key account_id_endpoint_mode{
    "account_id_endpoint_mode", {"AWS_ACCOUNT_ID_ENDPOINT_MODE"}, "account_id_endpoint_mode", "preferred"};
inline constexpr setting_key auth_scheme_preference{
    "auth_scheme_preference", {"AWS_AUTH_SCHEME_PREFERENCE"}, "auth_scheme_preference"};
inline constexpr setting_key sigv4a_signing_region_set{
    "sigv4a_signing_region_set", {"AWS_SIGV4A_SIGNING_REGION_SET"}, "sigv4a_signing_region_set"};
// These may stand in a profile's "s3" section too.
inline constexpr setting_key s3_use_arn_region{"s3_use_arn_region", {"AWS_S3_USE_ARN_REGION"}, "s3_use_arn_region"};
inline constexpr setting_key s3_us_east_1_regional_endpoint{"s3_us_east_1_regional_endpoint",
                                                            {"AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"},
                                                            "s3_us_east_1_regional_endpoint",
                                                            "legacy"};
inline constexpr setting_key s3_disable_multiregion_access_points{"s3_disable_multiregion_access_points",
                                                                  {"AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS"},
                                                                  "s3_disable_multiregion_access_points",
                                                                  "false"};
inline constexpr setting_key s3_disable_express_session_auth{"s3_disable_express_session_auth",
                                                             {"AWS_S3_DISABLE_EXPRESS_SESSION_AUTH"},
                                                             "s3_disable_express_session_auth",
                                                             "false"};
// For endpoints that are not AWS's both fall back to when_required.
inline constexpr setting_key request_checksums{
    "request_checksum_calculation", {"AWS_REQUEST_CHECKSUM_CALCULATION"}, "request_checksum_calculation"};
inline constexpr setting_key response_checksums{
    "response_checksum_validation", {"AWS_RESPONSE_CHECKSUM_VALIDATION"}, "response_checksum_validation"};
inline constexpr setting_key disable_compression{
    "disable_request_compression", {"AWS_DISABLE_REQUEST_COMPRESSION"}, "disable_request_compression", "false"};
inline constexpr setting_key min_compression_size{"request_min_compression_size_bytes",
                                                  {"AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES"},
                                                  "request_min_compression_size_bytes",
                                                  "10240"};
inline constexpr setting_key parameter_validation{"parameter_validation", {}, "parameter_validation", "true"};
inline constexpr setting_key disable_host_prefix{
    "disable_host_prefix_injection", {"AWS_DISABLE_HOST_PREFIX_INJECTION"}, "disable_host_prefix_injection", "false"};
inline constexpr setting_key user_agent_appid{"user_agent_appid", {"AWS_SDK_UA_APP_ID"}, "sdk_ua_app_id"};
// Lower case first, as Python's tools read them.
inline constexpr setting_key http_proxy{"http_proxy", {"http_proxy", "HTTP_PROXY"}};
inline constexpr setting_key https_proxy{"https_proxy", {"https_proxy", "HTTPS_PROXY"}};
inline constexpr setting_key no_proxy{"no_proxy", {"no_proxy", "NO_PROXY"}};
inline constexpr setting_key metadata_disabled{"ec2_metadata_disabled", {"AWS_EC2_METADATA_DISABLED"}, {}, "false"};
inline constexpr setting_key metadata_timeout{
    "metadata_service_timeout", {"AWS_METADATA_SERVICE_TIMEOUT"}, "metadata_service_timeout", "1"};
inline constexpr setting_key metadata_attempts{
    "metadata_service_num_attempts", {"AWS_METADATA_SERVICE_NUM_ATTEMPTS"}, "metadata_service_num_attempts", "1"};
inline constexpr setting_key metadata_endpoint{
    "ec2_metadata_service_endpoint", {"AWS_EC2_METADATA_SERVICE_ENDPOINT"}, "ec2_metadata_service_endpoint"};
inline constexpr setting_key metadata_endpoint_mode{"ec2_metadata_service_endpoint_mode",
                                                    {"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"},
                                                    "ec2_metadata_service_endpoint_mode"};
inline constexpr setting_key metadata_v1_disabled{
    "ec2_metadata_v1_disabled", {"AWS_EC2_METADATA_V1_DISABLED"}, "ec2_metadata_v1_disabled", "false"};
inline constexpr setting_key metadata_ipv6{"imds_use_ipv6", {"AWS_IMDS_USE_IPV6"}, "imds_use_ipv6", "false"};
}  // namespace keys

/// All of them, in the order in which they are shown.
inline constexpr std::array all_setting_keys{&keys::region,
                                             &keys::output,
                                             &keys::cli_binary_format,
                                             &keys::ca_bundle,
                                             &keys::max_attempts,
                                             &keys::retry_mode,
                                             &keys::defaults_mode,
                                             &keys::use_fips,
                                             &keys::use_dualstack,
                                             &keys::endpoint_url,
                                             &keys::http_proxy,
                                             &keys::https_proxy,
                                             &keys::no_proxy,
                                             &keys::ignore_endpoint_urls,
                                             &keys::endpoint_discovery,
                                             &keys::sts_regional_endpoints,
                                             &keys::account_id_endpoint_mode,
                                             &keys::auth_scheme_preference,
                                             &keys::sigv4a_signing_region_set,
                                             &keys::s3_use_arn_region,
                                             &keys::s3_us_east_1_regional_endpoint,
                                             &keys::s3_disable_multiregion_access_points,
                                             &keys::s3_disable_express_session_auth,
                                             &keys::request_checksums,
                                             &keys::response_checksums,
                                             &keys::disable_compression,
                                             &keys::min_compression_size,
                                             &keys::parameter_validation,
                                             &keys::disable_host_prefix,
                                             &keys::user_agent_appid,
                                             &keys::metadata_disabled,
                                             &keys::metadata_timeout,
                                             &keys::metadata_attempts,
                                             &keys::metadata_endpoint,
                                             &keys::metadata_endpoint_mode,
                                             &keys::metadata_v1_disabled,
                                             &keys::metadata_ipv6};

}  // namespace aloft::config
