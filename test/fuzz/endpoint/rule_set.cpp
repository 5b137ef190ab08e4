// Rule sets from anywhere: refused, or evaluated to an endpoint with an address or to an error with a message.

#include "endpoint/rule_set.hpp"

#include <boost/json.hpp>

#include <array>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace aloft;

constexpr std::string_view partitions_text =
    R"({"version":"1.1","partitions":[{"id":"aws","regionRegex":"^(us|eu)\\-\\w+\\-\\d+$",
  "regions":{"us-east-1":{},"aws-global":{}},"outputs":{"name":"aws","dnsSuffix":"amazonaws.com",
  "dualStackDnsSuffix":"api.aws","supportsFIPS":true,"supportsDualStack":true,"implicitGlobalRegion":"us-east-1"}}]})";

endpoint::parameter_values values_of(const endpoint::rule_set& rules, unsigned choice) {
  constexpr std::array texts{"us-east-1", "arn:aws:s3:eu-west-1:123456789012:accesspoint/x", "https://[::1]:80/a/b?c",
                             ""};
  endpoint::parameter_values values;
  for (const auto& parameter : rules.parameters()) {
    const unsigned now = choice++ % 5;
    if (now == 4) continue;
    switch (parameter.type) {
      case boost::json::kind::bool_: values[parameter.name] = now % 2 == 0; break;
      case boost::json::kind::array: values[parameter.name] = boost::json::array{texts[now]}; break;
      default: values[parameter.name] = texts[now];
    }
  }
  return values;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto partitions = *endpoint::partitions::parse(partitions_text);
  const auto rules = endpoint::rule_set::compile({reinterpret_cast<const char*>(data), size}, partitions);
  if (!rules) {
    if (rules.error().message().empty()) std::abort();
    return 0;
  }
  for (unsigned choice = 0; choice < 5; ++choice) {
    const auto decided = (*rules)->evaluate(values_of(**rules, choice));
    if (!decided && decided.error().kind() != error_kind::config) std::abort();
  }
  return 0;
}
