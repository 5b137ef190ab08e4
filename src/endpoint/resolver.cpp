#include "endpoint/resolver.hpp"

#include <boost/json/serialize.hpp>

#include <charconv>

namespace aloft::endpoint {
namespace json = boost::json;
namespace {

// Bucket names are parameters, so a long-running program may bring any number of them.
constexpr std::size_t most_cached = 1024;

error invalid(const std::string& url, std::string_view reason) {
  return error{error_kind::config, "InvalidEndpoint",
               "the endpoint '" + url + "' cannot be used: " + std::string{reason}};
}

}  // namespace

result<resolved> take_apart(decision from) {
  resolved made;
  const std::string& url = from.url;
  const std::size_t colon = url.find("://");
  if (colon == std::string::npos) return invalid(url, "it must start with https:// or http://");
  made.scheme = url.substr(0, colon);
  if (made.scheme != "http" && made.scheme != "https") return invalid(url, "its scheme must be https or http");
  for (const char c : url)
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f)
      return invalid(url, "it holds a space or control character");
  if (url.find_first_of("?#") != std::string::npos) return invalid(url, "it must have no query and no fragment");

  const std::string_view rest = std::string_view{url}.substr(colon + 3);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view authority = rest.substr(0, slash);
  made.path = rest.substr(slash);
  while (made.path.ends_with('/')) made.path.pop_back();
  if (authority.find('@') != std::string_view::npos) return invalid(url, "it must hold no user name");

  const std::size_t bracket = authority.rfind(']');
  const std::size_t port = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (port != std::string_view::npos) {
    const std::string_view digits = authority.substr(port + 1);
    unsigned number = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failure != std::errc{} || end != digits.data() + digits.size() || number == 0 || number > 65535)
      return invalid(url, "its port must be a number from 1 to 65535");
    made.port = static_cast<std::uint16_t>(number);
    authority = authority.substr(0, port);
  }
  if (authority.empty()) return invalid(url, "it names no host");
  made.host = authority;
  for (char& c : made.host)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  made.auth_schemes = std::move(from.auth_schemes);
  made.headers = std::move(from.headers);
  return made;
}

resolver::resolver(std::shared_ptr<const model::service> service, std::shared_ptr<const partitions> partitions)
    : service_{std::move(service)}, partitions_{std::move(partitions)} {}

result<std::shared_ptr<const rule_set>> resolver::rules() {
  const std::lock_guard lock{mutex_};
  if (rules_) return rules_;
  const std::string name{service_->metadata().name};
  if (service_->endpoint_rules().empty())
    return error{error_kind::config, "NoEndpointRules",
                 "the model of " + name + " has no endpoint rules; give an endpoint URL"};
  auto compiled = rule_set::compile(service_->endpoint_rules(), partitions_);
  if (compiled) rules_ = *compiled;
  return compiled;
}

result<std::shared_ptr<const resolved>> resolver::resolve(const model::operation& operation, const json::value& input,
                                                          const settings& settings) {
  const auto rules = this->rules();
  if (!rules) return rules.error();
  const parameter_values values = bind(**rules, operation, input, settings);
  std::string key = json::serialize(values);
  {
    const std::lock_guard lock{mutex_};
    if (const auto found = cache_.find(key); found != cache_.end()) return found->second;
  }
  auto decided = (*rules)->evaluate(values);
  if (!decided) return decided.error();
  auto apart = take_apart(std::move(*decided));
  if (!apart) return apart.error();
  auto kept = std::make_shared<const resolved>(std::move(*apart));
  const std::lock_guard lock{mutex_};
  if (cache_.size() >= most_cached) cache_.clear();  // simple, and rare: the next calls fill it again
  cache_.emplace(std::move(key), kept);
  return kept;
}

}  // namespace aloft::endpoint
