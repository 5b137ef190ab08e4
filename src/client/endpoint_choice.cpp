#include "client/endpoint_choice.hpp"

#include "client/rules_endpoints.hpp"

namespace aloft::client_detail {

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
  auto rules = of.owner->endpoint_rules->of(*of.service);
  if (!rules) return rules.error();

  rules_client made{of.service, region, url.source, {}};
  auto& built_ins = made.settings.built_ins;
  built_ins["AWS::Region"] = region;
  built_ins["AWS::UseFIPS"] = settings.use_fips.value == "true";
  built_ins["AWS::UseDualStack"] = settings.use_dualstack.value == "true";
  if (url) built_ins["SDK::Endpoint"] = url.value;
  return endpoints_by_rules(std::move(*rules), std::move(made));
}

}  // namespace aloft::client_detail
