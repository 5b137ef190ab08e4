#pragma once
// Where a service is addressed and how requests are signed there, beside region and endpoint URL. Everything may be set
// in code, in the environment or in a profile, in this order of precedence; what nobody sets has AWS's default. The
// names are those of the profile's properties (AWS SDKs and Tools Reference Guide).

#include <aloft/option_text.hpp>

#include <optional>

namespace aloft {

/// addressing_style: where a bucket's name stands in an S3 request.
enum class s3_addressing {
  automatic,     ///< in the host where it may, else in the path; in the path at endpoints that are not AWS's
  virtual_host,  ///< in the host, at endpoints that are not AWS's too
  path,          ///< in the path
};

/// account_id_endpoint_mode: whether hosts that name the account are used by the services that have them.
enum class account_id_mode {
  preferred,  ///< where the account is known
  required,   ///< fails where it is not
  disabled,   ///< never
};

/// sts_regional_endpoints and s3_us_east_1_regional_endpoint.
enum class endpoint_scope {
  regional,  ///< the region's own
  legacy,    ///< the global one, in the regions that once had no other
};

/// S3's section of a profile ("s3 =" and indented lines). s3control takes use_dualstack_endpoint and use_arn_region.
struct s3_options {
  std::optional<s3_addressing> addressing_style = {};              ///< automatic
  std::optional<bool> use_accelerate_endpoint = {};                ///< no
  std::optional<bool> use_dualstack_endpoint = {};                 ///< as for other services
  std::optional<bool> use_arn_region = {};                         ///< the region of an ARN wins: S3 yes, s3control no
  std::optional<bool> payload_signing_enabled = {};                ///< as the operation and its transport need it
  std::optional<endpoint_scope> us_east_1_regional_endpoint = {};  ///< legacy
  std::optional<bool> disable_multiregion_access_points = {};      ///< no
  std::optional<bool> disable_express_session_auth = {};           ///< no: directory buckets have sessions
};

struct endpoint_options {
  std::optional<bool> use_fips_endpoint = {};                    ///< no
  std::optional<bool> use_dualstack_endpoint = {};               ///< no
  std::optional<bool> ignore_configured_endpoint_urls = {};      ///< no; URLs given in code stay
  std::optional<endpoint_scope> sts_regional_endpoints = {};     ///< regional
  std::optional<account_id_mode> account_id_endpoint_mode = {};  ///< preferred
  /// Schemes to choose first where a service takes several, with commas: sigv4, sigv4a, httpBearerAuth, noAuth.
  option_text auth_scheme_preference = {};
  /// Regions that SigV4a's signatures are for, with commas, "*" for all; empty: those of the endpoint.
  option_text sigv4a_signing_region_set = {};
  s3_options s3 = {};
};

}  // namespace aloft
