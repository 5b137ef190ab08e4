#include "model/service_spellings.hpp"

#include <aloft/names.hpp>

#include <map>
#include <set>

namespace aloft::model {
namespace {

// Commands of the AWS CLI that are called otherwise than their service's folder.
constexpr std::pair<std::string_view, std::string_view> cli_names[] = {
    {"configservice", "config"},
    {"deploy", "codedeploy"},
    {"s3api", "s3"},
};

enum rank { folder, id, cli, endpoint };

}  // namespace

std::vector<std::pair<std::string, std::size_t>> service_spellings(const std::vector<service::facts>& services) {
  std::map<std::string, std::map<rank, std::set<std::size_t>>> claims;
  for (std::size_t i = 0; i < services.size(); ++i) {
    const auto& facts = services[i];
    claims[folded_name(facts.name)][folder].insert(i);
    claims[folded_name(facts.service_id)][id].insert(i);
    claims[folded_name(facts.endpoint_prefix)][endpoint].insert(i);
    for (const auto& [command, name] : cli_names)
      if (facts.name == name) claims[std::string{command}][cli].insert(i);
  }
  claims.erase("");
  std::vector<std::pair<std::string, std::size_t>> spellings;
  for (const auto& [text, by_rank] : claims)
    for (const auto number : by_rank.begin()->second) spellings.emplace_back(text, number);
  return spellings;
}

}  // namespace aloft::model
