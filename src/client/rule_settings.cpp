#include "client/rule_settings.hpp"

#include <boost/json/value.hpp>

#include <algorithm>

namespace aloft::client_detail {
namespace {

bool is_s3(const model::service& service) { return service.metadata().name == "s3"; }

// The regions that STS's one global endpoint once served.
bool had_global_sts(std::string_view region) {
  static constexpr std::string_view regions[] = {"ap-northeast-1", "ap-south-1",   "ap-southeast-1", "ap-southeast-2",
                                                 "aws-global",     "ca-central-1", "eu-central-1",   "eu-north-1",
                                                 "eu-west-1",      "eu-west-2",    "eu-west-3",      "sa-east-1",
                                                 "us-east-1",      "us-east-2",    "us-west-1",      "us-west-2"};
  return std::find(std::begin(regions), std::end(regions), region) != std::end(regions);
}

std::string_view name_of(account_id_mode mode) {
  switch (mode) {
    case account_id_mode::required: return "required";
    case account_id_mode::disabled: return "disabled";
    case account_id_mode::preferred: break;
  }
  return "preferred";
}

bool path_style(const s3_options& options, const std::string& url) {
  if (options.use_accelerate_endpoint.value_or(false)) return false;
  const auto style = options.addressing_style.value_or(s3_addressing::automatic);
  // Servers that are not AWS's seldom have a name for each bucket.
  const bool accelerated = url.find("s3-accelerate.") != std::string::npos;
  if (!url.empty() && !accelerated) return style != s3_addressing::virtual_host;
  return style == s3_addressing::path;
}

void add_s3(endpoint::settings& to, const std::string& region, const s3_options& options, const std::string& url) {
  auto& built_ins = to.built_ins;
  const auto scope = options.us_east_1_regional_endpoint.value_or(endpoint_scope::legacy);
  built_ins["AWS::S3::UseGlobalEndpoint"] = scope == endpoint_scope::legacy && region == "us-east-1";
  built_ins["AWS::S3::Accelerate"] = options.use_accelerate_endpoint.value_or(false);
  built_ins["AWS::S3::ForcePathStyle"] = path_style(options, url);
  built_ins["AWS::S3::UseArnRegion"] = options.use_arn_region.value_or(true);
  built_ins["AWS::S3::DisableMultiRegionAccessPoints"] = options.disable_multiregion_access_points.value_or(false);
  to.client_context["DisableS3ExpressSessionAuth"] = options.disable_express_session_auth.value_or(false);
}

}  // namespace

asked_region read_region(std::string_view text) {
  constexpr std::string_view front = "fips-", back = "-fips";
  if (text.starts_with(front)) return {std::string{text.substr(front.size())}, true};
  if (text.ends_with(back)) return {std::string{text.substr(0, text.size() - back.size())}, true};
  return {std::string{text}, false};
}

endpoint::settings rule_settings(const model::service& service, const std::string& region,
                                 const endpoint_options& options, const std::string& url) {
  endpoint::settings out;
  auto& built_ins = out.built_ins;
  const bool of_s3 = is_s3(service) || service.metadata().name == "s3control";
  bool dualstack = options.use_dualstack_endpoint.value_or(false);
  if (of_s3) dualstack = options.s3.use_dualstack_endpoint.value_or(dualstack);
  built_ins["AWS::Region"] = region;
  built_ins["AWS::UseFIPS"] = options.use_fips_endpoint.value_or(false);
  built_ins["AWS::UseDualStack"] = dualstack;
  built_ins["AWS::Auth::AccountIdEndpointMode"] =
      name_of(options.account_id_endpoint_mode.value_or(account_id_mode::preferred));
  built_ins["AWS::STS::UseGlobalEndpoint"] =
      options.sts_regional_endpoints == endpoint_scope::legacy && had_global_sts(region);
  built_ins["AWS::S3Control::UseArnRegion"] = options.s3.use_arn_region.value_or(false);
  if (!url.empty()) built_ins["SDK::Endpoint"] = url;
  if (is_s3(service)) add_s3(out, region, options.s3, url);
  return out;
}

boost::json::object call_built_ins(const model::operation& operation, const serde::edited_input& input) {
  if (operation.owner == nullptr || !is_s3(*operation.owner)) return {};
  if (operation.name == "GetBucketLocation") return {{"AWS::S3::ForcePathStyle", true}};
  if (input.text("Bucket").starts_with("arn:")) return {{"AWS::S3::ForcePathStyle", false}};
  return {};
}

}  // namespace aloft::client_detail
