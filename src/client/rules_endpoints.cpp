#include "client/rules_endpoints.hpp"

#include "client/rule_settings.hpp"
#include "model/catalog.hpp"

#include <optional>
#include <unordered_map>

namespace aloft::client_detail {
namespace {

// Buckets and tables are part of the key, so a long-running program may bring any number of them.
constexpr std::size_t most_kept = 1024;

std::optional<runtime::auth_scheme> scheme_named(std::string_view name) {
  if (name == "sigv4") return runtime::auth_scheme::sigv4;
  if (name == "sigv4a") return runtime::auth_scheme::sigv4a;
  if (name == "sigv4-s3express") return runtime::auth_scheme::sigv4_s3express;
  if (name == "bearer") return runtime::auth_scheme::bearer;
  if (name == "none") return runtime::auth_scheme::none;
  return std::nullopt;
}

std::string joined(const std::vector<std::string>& regions) {
  std::string out;
  for (const auto& region : regions) out += (out.empty() ? "" : ",") + region;
  return out;
}

class by_rules final : public runtime::endpoint_resolver {
 public:
  by_rules(std::shared_ptr<const endpoint::rule_set> rules, rules_client client)
      : client_{std::move(client)}, binder_{std::move(rules), client_.settings} {}

  result<std::shared_ptr<const runtime::endpoint>> resolve(const runtime::endpoint_query& query) const override {
    std::string key;
    binder_.append_key(key, query.operation, query.input);
    if (by_account_) key.append(1, '\0').append(query.account_id);
    auto own = call_built_ins(query.operation, query.input);
    if (!own.empty()) key.append(1, '\0').append(query.operation.name);
    if (!query.region.empty()) key.append(1, '\0').append(query.region);
    {
      const std::lock_guard lock{mutex_};
      if (const auto found = kept_.find(key); found != kept_.end()) return found->second;
    }
    if (by_account_ && !query.account_id.empty()) own["AWS::Auth::AccountId"] = query.account_id;
    if (!query.region.empty()) {
      own["AWS::Region"] = query.region;
      own["AWS::S3::UseGlobalEndpoint"] = false;  // which is us-east-1's
    }
    auto made = make(query, own);
    if (!made) return made.error();
    auto shared = std::make_shared<const runtime::endpoint>(std::move(*made));
    const std::lock_guard lock{mutex_};
    if (kept_.size() >= most_kept) kept_.clear();  // rare; the calls that follow fill it again
    kept_.insert_or_assign(std::move(key), shared);
    return shared;
  }

 private:
  result<runtime::endpoint> make(const runtime::endpoint_query& query, const boost::json::object& own) const {
    auto decided = binder_.decide(query.operation, query.input, own);
    if (!decided) return decided.error();
    auto where =
        runtime::parse_endpoint_url(decided->url, client_.url_source.empty() ? "endpoint rules" : client_.url_source);
    if (!where) return where;
    const std::string region{query.region.empty() ? std::string_view{client_.region} : query.region};
    set_standard_signing(*where, *client_.service, region, client_.sigv4a_regions);
    std::string unknown;
    for (const auto& offered : decided->auth_schemes) {
      if (const auto scheme = scheme_named(offered.name))
        where->schemes.push_back(scope_of(offered, *scheme, region));
      else
        unknown += (unknown.empty() ? "" : ", ") + offered.name;
    }
    if (where->schemes.empty() && !unknown.empty())
      return error{error_kind::config, "UnsupportedAuthScheme",
                   "the endpoint " + decided->url + " wants requests signed by " + unknown +
                       ", which this version does not know"};
    for (const auto& [name, values] : decided->headers)
      for (const auto& value : values) where->headers.emplace_back(name, value);
    return where;
  }

  runtime::signing_scheme scope_of(const endpoint::auth_scheme& offered, runtime::auth_scheme scheme,
                                   const std::string& region) const {
    runtime::signing_scheme out;
    out.scheme = scheme;
    out.name = offered.signing_name.empty() ? client_.service->metadata().signing_name : offered.signing_name;
    out.region = offered.signing_region.empty() ? region : offered.signing_region;
    if (!offered.signing_region_set.empty()) out.region = joined(offered.signing_region_set);
    if (scheme == runtime::auth_scheme::sigv4a && !client_.sigv4a_regions.empty()) out.region = client_.sigv4a_regions;
    out.double_encode_path = !offered.disable_double_encoding;
    return out;
  }

  const rules_client client_;
  const endpoint::binder binder_;
  const bool by_account_ = binder_.uses("AWS::Auth::AccountId");
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, std::shared_ptr<const runtime::endpoint>> kept_;
};

}  // namespace

result<std::shared_ptr<const endpoint::rule_set>> rule_sets::of(const model::service& service) {
  const std::string_view name = service.metadata().name;
  const std::lock_guard lock{mutex_};
  if (const auto found = compiled_.find(name); found != compiled_.end()) return found->second;
  if (service.endpoint_rules().empty())
    return error{error_kind::config, "NoEndpointRules",
                 "The model of " + std::string{name} +
                     " has no endpoint rules: name an endpoint by "
                     "client_options::endpoint_url, AWS_ENDPOINT_URL or endpoint_url in the profile"};
  if (!partitions_) {
    const auto catalog = model::catalog::standard();
    if (!catalog) return catalog.error();
    auto parsed = endpoint::partitions::parse((*catalog)->partitions());
    if (!parsed) return parsed.error();
    partitions_ = std::move(*parsed);
  }
  auto compiled = endpoint::rule_set::compile(service.endpoint_rules(), partitions_);
  if (compiled) compiled_.emplace(name, *compiled);
  return compiled;
}

void set_standard_signing(runtime::endpoint& of, const model::service& service, const std::string& region,
                          const std::string& sigv4a_regions) {
  const std::string name{service.metadata().signing_name};
  of.standard = {runtime::auth_scheme::sigv4, region, name, true};
  of.standard_sigv4a = {runtime::auth_scheme::sigv4a, sigv4a_regions.empty() ? region : sigv4a_regions, name, true};
}

std::shared_ptr<const runtime::endpoint_resolver> endpoints_by_rules(std::shared_ptr<const endpoint::rule_set> rules,
                                                                     rules_client client) {
  return std::make_shared<const by_rules>(std::move(rules), std::move(client));
}

}  // namespace aloft::client_detail
