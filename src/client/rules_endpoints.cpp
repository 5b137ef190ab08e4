#include "client/rules_endpoints.hpp"

#include "model/catalog.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <unordered_map>

namespace aloft::client_detail {
namespace {

// Buckets and tables are part of the key, so a long-running program may bring any number of them.
constexpr std::size_t most_kept = 1024;

/// The first of the endpoint's schemes that aloft signs by; none named: SigV4 as the service has it.
result<endpoint::auth_scheme> choose_scheme(const std::vector<endpoint::auth_scheme>& offered) {
  std::string names;
  for (const auto& scheme : offered) {
    if (scheme.name == "sigv4" || scheme.name == "sigv4a" || scheme.name == "none" || scheme.name == "bearer")
      return scheme;
    names += (names.empty() ? "" : ", ") + scheme.name;
  }
  if (offered.empty()) return endpoint::auth_scheme{"sigv4", {}, {}, {}, false};
  return error{error_kind::usage, "UnsupportedAuthScheme",
               "the endpoint wants requests signed by " + names + ", which this version does not support yet"};
}

runtime::auth_scheme by_name(std::string_view name) {
  if (name == "sigv4a") return runtime::auth_scheme::sigv4a;
  if (name == "bearer") return runtime::auth_scheme::bearer;
  return name == "none" ? runtime::auth_scheme::none : runtime::auth_scheme::sigv4;
}

std::string joined(const std::vector<std::string>& regions) {
  std::string out;
  for (const auto& region : regions) out += (out.empty() ? "" : ",") + region;
  return out;
}

/// Path style where a call must or must not have it, whatever the settings say, as botocore sees to it: the region of a
/// bucket is asked for by its path, since it is not known yet, and the rules refuse path style for ARNs.
std::optional<bool> path_style(const model::operation& operation, const boost::json::value& input) {
  if (operation.owner == nullptr || operation.owner->metadata().service_id != "S3") return std::nullopt;
  if (operation.name == "GetBucketLocation") return true;
  const auto* members = input.if_object();
  const auto* bucket = members == nullptr ? nullptr : members->if_contains("Bucket");
  if (bucket != nullptr && bucket->is_string() && std::string_view{bucket->get_string()}.starts_with("arn:"))
    return false;
  return std::nullopt;
}

class by_rules final : public runtime::endpoint_resolver {
 public:
  by_rules(std::shared_ptr<const endpoint::rule_set> rules, rules_client client)
      : client_{std::move(client)}, rules_{std::move(rules)}, binder_{rules_, client_.settings} {}

  result<std::shared_ptr<const runtime::endpoint>> resolve(const model::operation& operation,
                                                           const boost::json::value& input) const override {
    std::string key;
    binder_.append_key(key, operation, input);
    {
      const std::lock_guard lock{mutex_};
      if (const auto found = kept_.find(key); found != kept_.end()) return found->second;
    }
    auto made = make(operation, input);
    if (!made) return made.error();
    auto shared = std::make_shared<const runtime::endpoint>(std::move(*made));
    const std::lock_guard lock{mutex_};
    if (kept_.size() >= most_kept) kept_.clear();  // rare; the calls that follow fill it again
    kept_.insert_or_assign(std::move(key), shared);
    return shared;
  }

 private:
  result<runtime::endpoint> make(const model::operation& operation, const boost::json::value& input) const {
    auto decided = decide(operation, input);
    if (!decided) return decided.error();
    auto where =
        runtime::parse_endpoint_url(decided->url, client_.url_source.empty() ? "endpoint rules" : client_.url_source);
    if (!where) return where;
    auto scheme = choose_scheme(decided->auth_schemes);
    if (!scheme) return scheme.error();
    where->scheme = by_name(scheme->name);
    where->signing_name =
        scheme->signing_name.empty() ? client_.service->metadata().signing_name : scheme->signing_name;
    where->signing_region = scheme->signing_region.empty() ? client_.region : scheme->signing_region;
    if (!scheme->signing_region_set.empty()) where->signing_region = joined(scheme->signing_region_set);
    where->double_encode_path = !scheme->disable_double_encoding;
    for (const auto& [name, values] : decided->headers)
      for (const auto& value : values) where->headers.emplace_back(name, value);
    return where;
  }

  result<endpoint::decision> decide(const model::operation& operation, const boost::json::value& input) const {
    const auto style = path_style(operation, input);
    if (!style) return binder_.decide(operation, input);
    auto settings = client_.settings;
    settings.built_ins["AWS::S3::ForcePathStyle"] = *style;
    return rules_->evaluate(endpoint::bind(*rules_, operation, input, settings));
  }

  const rules_client client_;
  const std::shared_ptr<const endpoint::rule_set> rules_;
  const endpoint::binder binder_;
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

std::shared_ptr<const runtime::endpoint_resolver> endpoints_by_rules(std::shared_ptr<const endpoint::rule_set> rules,
                                                                     rules_client client) {
  return std::make_shared<const by_rules>(std::move(rules), std::move(client));
}

}  // namespace aloft::client_detail
