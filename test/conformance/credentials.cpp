// The suite of credentials: chains of providers with recorded traffic, and the parts they are made of.

#include "conformance/credentials_cases.hpp"
#include "conformance/suite.hpp"

#include <boost/json/parse.hpp>

#include <map>

namespace aloft::conformance {

std::string member_text(const boost::json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
}

namespace {

void run(const std::filesystem::path& folder, report& out) {
  static const std::map<std::string, chain_kind> chains{
      {"default-credential-provider-chain", chain_kind::default_chain},
      {"profile-provider", chain_kind::profile_only},
      {"default-token-provider-chain", chain_kind::bearer_token}};
  static const std::map<std::string, void (*)(const boost::json::value&, report&)> lists{
      {"assume-role-tests.json", run_assume_role_cases},
      {"ecs-tests.json", run_container_cases},
      {"file-location-tests.json", run_file_location_cases},
      {"login-provider-test-cases.json", run_login_cases},
      {"imds-endpoint-tests.json", run_metadata_endpoint_cases},
      {"profile-parser-tests.json", run_profile_parser_cases}};
  for (const auto& entry : entries_of(folder)) {
    const std::string name = entry.filename().string();
    if (const auto chain = chains.find(name); chain != chains.end()) {
      for (const auto& each : entries_of(entry))
        if (std::filesystem::exists(each / "test-case.json"))
          out.run(name + '/' + each.filename().string(), [&] { run_chain_case(each, chain->second, out); });
    } else if (const auto list = lists.find(name); list != lists.end()) {
      list->second(boost::json::parse(read_text(entry)), out);
    } else if (out.start(name)) {
      out.skip("a kind of cases that this runner does not know");
    }
  }
}

const suite_entry entry{"credentials", "credentials", 8, run};

}  // namespace
}  // namespace aloft::conformance
