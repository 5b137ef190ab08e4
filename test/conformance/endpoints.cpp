// The endpoint suite: per service, parameters of its rule set and the endpoint or error they must lead to; some cases
// also name operations whose input and built-ins must bind to the same parameters.

#include "conformance/suite.hpp"

#include "endpoint/parameters.hpp"
#include "model/catalog.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace aloft::conformance {
namespace {

namespace json = boost::json;

std::string text(const json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  return found && found->is_string() ? std::string{found->get_string()} : std::string{};
}

endpoint::auth_scheme scheme_of(const json::object& from) {
  endpoint::auth_scheme made{text(from, "name"), text(from, "signingName"), text(from, "signingRegion"), {}, false};
  if (const auto* flag = from.if_contains("disableDoubleEncoding")) made.disable_double_encoding = flag->as_bool();
  if (const auto* set = from.if_contains("signingRegionSet"))
    for (const auto& region : set->as_array()) made.signing_region_set.emplace_back(region.as_string());
  return made;
}

std::string describe(const std::vector<endpoint::auth_scheme>& schemes) {
  std::string out;
  for (const auto& scheme : schemes) {
    out += scheme.name + '(' + scheme.signing_name + ", " + scheme.signing_region;
    for (const auto& region : scheme.signing_region_set) out += ", set " + region;
    out += scheme.disable_double_encoding ? ", single encoding) " : ") ";
  }
  return out;
}

std::string describe(const std::vector<std::pair<std::string, std::vector<std::string>>>& headers) {
  json::object out;
  for (const auto& [name, values] : headers) out[name] = json::array(values.begin(), values.end());
  return json::serialize(out);
}

void check(const json::object& expected, const result<endpoint::decision>& decided, bool wording, report& out) {
  if (const auto* message = expected.if_contains("error")) {
    if (!wording && !decided) return;
    out.expect_equal("error", message->as_string(), decided ? "endpoint " + decided->url : decided.error().message());
    return;
  }
  if (!decided) return out.fail(decided.error().what());
  const auto& endpoint = expected.at("endpoint").as_object();
  out.expect_equal("url", text(endpoint, "url"), decided->url);
  std::vector<endpoint::auth_scheme> schemes;
  if (const auto* properties = endpoint.if_contains("properties"))
    if (const auto* listed = properties->as_object().if_contains("authSchemes"))
      for (const auto& scheme : listed->as_array()) schemes.push_back(scheme_of(scheme.as_object()));
  // A scheme that names no signing name leaves it to the service; the suite then spells it out in some cases.
  auto actual = decided->auth_schemes;
  for (std::size_t n = 0; n < std::min(actual.size(), schemes.size()); ++n)
    if (actual[n].signing_name.empty()) actual[n].signing_name = schemes[n].signing_name;
  if (!schemes.empty() && schemes != actual) out.expect_equal("authSchemes", describe(schemes), describe(actual));
  if (const auto* headers = endpoint.if_contains("headers"))
    out.expect_equal("headers", json::serialize(*headers), describe(decided->headers));
}

/// Whether both refuse the parameters, or both lead to the same URL.
bool agrees(const json::object& expected, const result<endpoint::decision>& decided) {
  if (expected.contains("error")) return !decided;
  return decided && decided->url == text(expected.at("endpoint").as_object(), "url");
}

/// The suite follows rule sets that are older than the pinned models'. Where the rules themselves have changed since,
/// the pinned ones decide, and botocore's evaluator is the judge of them (test/endpoint/botocore_cases.py): cases that
/// lead elsewhere are skipped, and of refusals the wording is not compared.
std::string_view newer_rules(std::string_view service, const json::object& params) {
  const std::string region = text(params, "Region"), mode = text(params, "AccountIdEndpointMode");
  if (service == "dynamodb" && (region.starts_with("cn-") || region.starts_with("us-gov-")) &&
      (mode == "preferred" || mode == "required"))
    return "dynamodb's rules have account endpoints in aws-cn and aws-us-gov by now";
  if (service == "organizations" && (region.starts_with("cn-") || region.starts_with("us-gov-")))
    return "organizations' rules name one region per partition by now";
  if (service == "kinesis" && text(params, "ResourceARN").find(":accesspoint/") != std::string::npos)
    return "kinesis' rules word this error differently by now";
  return {};
}

void check_operation(const model::service& service, const endpoint::rule_set& rules, const json::object& call,
                     const json::object& expected, bool wording, report& out) {
  const auto operation = service.find_operation(std::string_view{call.at("operationName").as_string()});
  if (!operation) return out.fail(operation.error().what());
  endpoint::settings settings;
  if (const auto* given = call.if_contains("builtInParams")) settings.built_ins = given->as_object();
  if (const auto* given = call.if_contains("clientParams")) settings.client_context = given->as_object();
  const auto* input = call.if_contains("operationParams");
  const aloft::input given(input ? *input : json::value(json::object{}));
  const auto bound = endpoint::bind(rules, **operation, serde::edited_input{given, (*operation)->input}, settings);
  check(expected, rules.evaluate(bound), wording, out);
}

void run_service(const std::string& name, const json::value& suite, const model::catalog& catalog,
                 const std::shared_ptr<const endpoint::partitions>& partitions, report& out) {
  const auto known = catalog.service_names();
  const bool present = std::find(known.begin(), known.end(), name) != known.end();
  std::shared_ptr<const model::service> service;
  std::shared_ptr<const endpoint::rule_set> rules;
  if (present) {
    service = catalog.find_service(name).value();
    rules = endpoint::rule_set::compile(service->endpoint_rules(), partitions).value();
  }
  int number = 0;
  for (const auto& entry : suite.at("testCases").as_array()) {
    const auto& test = entry.as_object();
    out.run(name + ' ' + std::to_string(++number) + ": " + text(test, "documentation"), [&] {
      if (!present) return out.skip("the pinned models have no service of this name any more");
      const auto& expected = test.at("expect").as_object();
      const auto* given = test.if_contains("params");
      const json::object params = given ? given->as_object() : json::object{};
      const auto decided = rules->evaluate(params);
      const auto reason = newer_rules(name, params);
      if (!reason.empty() && !agrees(expected, decided)) return out.skip(reason);
      const bool wording = reason.empty();
      check(expected, decided, wording, out);
      if (const auto* calls = test.if_contains("operationInputs"))
        for (const auto& call : calls->as_array())
          check_operation(*service, *rules, call.as_object(), expected, wording, out);
    });
  }
}

void run(const std::filesystem::path& folder, report& out) {
  const auto catalog = model::catalog::standard().value();
  const auto partitions = endpoint::partitions::parse(catalog->partitions()).value();
  for (const auto& service : entries_of(folder)) {
    const auto file = service / "endpoint-tests-1.json";
    if (!std::filesystem::exists(file)) continue;
    run_service(service.filename().string(), json::parse(read_text(file)), *catalog, partitions, out);
  }
}

const suite_entry entry{"endpoints", "endpoints", 4, run};

}  // namespace
}  // namespace aloft::conformance
