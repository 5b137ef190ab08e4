#include "client/endpoint_choice.hpp"

#include <aloft/config/setting_keys.hpp>
#include <aloft/http_message.hpp>
#include "client/rule_settings.hpp"

namespace aloft::client_detail {

result<std::shared_ptr<const runtime::endpoint_resolver>> choose_endpoints(const addressed_client& of,
                                                                           rule_sets& known_rules) {
  std::string url;
  if (of.url) {
    // Checked here, whatever the rules make of it: its author wants to hear of a mistake at the first call.
    auto where = runtime::parse_endpoint_url(of.url.value, of.url.source);
    if (!where) return where.error();
    url = where->url() + where->base_path;  // as the rules read it: scheme and host in lower case
    if (of.service->endpoint_rules().empty()) {
      set_standard_signing(*where, *of.service, of.region, of.options.sigv4a_signing_region_set);
      return runtime::fixed_endpoint(std::move(*where));
    }
  }
  auto rules = known_rules.of(*of.service);
  if (!rules) return rules.error();
  rules_client made{of.service, of.region, of.options.sigv4a_signing_region_set, of.url.source,
                    rule_settings(*of.service, of.region, of.options, url)};
  return endpoints_by_rules(std::move(*rules), std::move(made));
}

result<runtime::discovery_use> discovery_use_of(const config::settings& settings) {
  using runtime::discovery_use;
  const auto given = settings.find(config::keys::endpoint_discovery);
  if (!given || iequals(given.value, "auto")) return discovery_use::where_required;
  if (iequals(given.value, "true")) return discovery_use::wherever_possible;
  if (iequals(given.value, "false")) return discovery_use::never;
  return config::invalid_setting(given, config::keys::endpoint_discovery.name, "true, false or auto");
}

}  // namespace aloft::client_detail
