#include "cli/options/typed_operation.hpp"

#include "cli/customizations/operation_alias.hpp"

#include <aloft/model.hpp>

namespace aloft::cli {

typed_operation find_typed_operation(const std::vector<std::string>& typed) {
  const auto words = without_operation_alias(typed);
  const std::size_t first = !words.empty() && words[0] == "compare" ? 1 : 0;
  if (words.size() < first + 2) return {};
  const auto service = find_service_model(words[first]);
  if (!service) return {};
  // `ec2 rules` takes the parameters of the operation that it reads.
  const bool rules = service->name() == "ec2" && words[first + 1] == "rules";
  const auto operation = service->find_operation(rules ? "DescribeSecurityGroups" : words[first + 1]);
  return operation ? typed_operation{*service, *operation} : typed_operation{};
}

}  // namespace aloft::cli
