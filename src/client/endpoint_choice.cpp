#include "client/endpoint_choice.hpp"

namespace aloft::client_detail {

result<std::shared_ptr<const runtime::endpoint_resolver>> choose_endpoints(const client::state& of,
                                                                           const config::settings& settings,
                                                                           const std::string& region) {
  const auto& facts = of.service->metadata();
  const config::setting url = of.options.endpoint_url.empty()
                                  ? settings.endpoint_url(facts.service_id)
                                  : config::setting{of.options.endpoint_url, "given in code"};
  if (!url)
    return error{error_kind::config, "NoEndpoint",
                 "The endpoint rules of AWS are not part of this version yet: name an endpoint by "
                 "client_options::endpoint_url, AWS_ENDPOINT_URL or endpoint_url in the profile"};
  auto where = runtime::parse_endpoint_url(url.value, url.source);
  if (!where) return where.error();
  where->signing_region = region;
  where->signing_name = facts.signing_name;
  return runtime::fixed_endpoint(std::move(*where));
}

}  // namespace aloft::client_detail
