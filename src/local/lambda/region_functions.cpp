#include "local/lambda/region_functions.hpp"

#include "local/api_error.hpp"
#include "local/region_facts.hpp"

namespace aloft::local::lambda {

region_functions::region_functions(std::string account_id, std::string_view region,
                                   std::span<const function_options> configured)
    : account_id_{std::move(account_id)}, region_{region} {
  for (const auto& one : configured) add(one, "configured", {});
}

std::string region_functions::arn(std::string_view name) const {
  return join({"arn:aws:lambda:", region_, ":", account_id_, ":function:", name});
}

function& region_functions::add(function_options behaviour, std::string handler, timestamp when) {
  auto made = std::make_shared<function>();
  made->arn = arn(behaviour.name);
  made->handler = std::move(handler);
  made->modified = when;
  made->behaviour = std::move(behaviour);
  auto& place = functions_[made->behaviour.name];
  place = std::move(made);
  return *place;
}

std::shared_ptr<function> region_functions::require(const input& request) {
  const auto name = parse_name(request.text("FunctionName"));
  const auto stated = request.text("Qualifier");
  const std::string qualifier = stated.empty() ? name.qualifier : std::string{stated};
  const auto found = functions_.find(name.name);
  const bool there = found != functions_.end() && (qualifier.empty() || qualifier == "$LATEST");
  if (!there)
    throw api_error{404, "ResourceNotFoundException",
                    join({"Function not found: ", arn(name.name), qualifier.empty() ? "" : ":", qualifier})};
  return found->second;
}

}  // namespace aloft::local::lambda
