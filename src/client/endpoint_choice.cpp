#include "client/endpoint_choice.hpp"

#include "client/rules_endpoints.hpp"
#include "core/http_message.hpp"

#include <map>

namespace aloft::client_detail {

namespace {

/// The "s3" section of a profile, as botocore reads it. Endpoints that are not AWS's take buckets in the path: few of
/// them have a name in DNS for each bucket.
void add_s3(boost::json::object& built_ins, const config::settings& settings, bool custom) {
  std::map<std::string, std::string, std::less<>> s3;
  const auto& profile = settings.profile_properties();
  if (const auto section = profile.find("s3"); section != profile.end())
    s3 = config::nested_properties(section->second.value);
  const auto is = [&](std::string_view name, std::string_view value) {
    const auto found = s3.find(name);
    return found != s3.end() && iequals(found->second, value);
  };
  const bool accelerate = is("use_accelerate_endpoint", "true");
  built_ins["AWS::S3::Accelerate"] = accelerate;
  built_ins["AWS::S3::ForcePathStyle"] =
      !accelerate && (custom ? !is("addressing_style", "virtual") : is("addressing_style", "path"));
  built_ins["AWS::S3::UseArnRegion"] = !is("use_arn_region", "false");
  built_ins["AWS::S3Control::UseArnRegion"] = is("use_arn_region", "true");
  built_ins["AWS::S3::DisableMultiRegionAccessPoints"] = is("s3_disable_multiregion_access_points", "true");
}

}  // namespace

result<std::shared_ptr<const runtime::endpoint_resolver>> choose_endpoints(const client::state& of,
                                                                           const config::settings& settings,
                                                                           const std::string& region) {
  const auto& facts = of.service->metadata();
  const config::setting url = of.options.endpoint_url.empty()
                                  ? settings.endpoint_url(facts.service_id)
                                  : config::setting{of.options.endpoint_url, "given in code"};
  if (url) {
    // Checked here, whatever the rules make of it: its author wants to hear of a mistake at the first call.
    auto where = runtime::parse_endpoint_url(url.value, url.source);
    if (!where) return where.error();
    if (of.service->endpoint_rules().empty()) {
      where->signing_region = region;
      where->signing_name = facts.signing_name;
      return runtime::fixed_endpoint(std::move(*where));
    }
  }
  auto rules = of.owner->family->endpoint_rules->of(*of.service);
  if (!rules) return rules.error();

  rules_client made{of.service, region, url.source, {}};
  auto& built_ins = made.settings.built_ins;
  built_ins["AWS::Region"] = region;
  built_ins["AWS::UseFIPS"] = settings.use_fips.value == "true";
  built_ins["AWS::UseDualStack"] = settings.use_dualstack.value == "true";
  if (facts.service_id == "S3" || facts.service_id == "S3 Control") add_s3(built_ins, settings, static_cast<bool>(url));
  if (url) built_ins["SDK::Endpoint"] = url.value;
  return endpoints_by_rules(std::move(*rules), std::move(made));
}

}  // namespace aloft::client_detail
