#include "endpoint/binder.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace aloft::endpoint {

binder::binder(std::shared_ptr<const rule_set> rules, settings settings)
    : rules_{std::move(rules)}, settings_{std::move(settings)} {}

const binder::plan& binder::plan_of(const model::operation& operation) const {
  const std::lock_guard lock{mutex_};
  const auto [at, fresh] = plans_.try_emplace(&operation);
  if (!fresh) return at->second;
  plan& made = at->second;
  for (const auto& each : operation.static_parameters)
    if (reads(each.name)) made.fixed.append(each.name).append(1, '=').append(boost::json::serialize(each.value));
  for (const auto& each : operation.parameter_paths)
    if (auto path = jmespath::expression::compile(each.path); path && reads(each.name)) made.paths.push_back(*path);
  if (operation.input)
    for (const auto& member : operation.input->members)
      if (!member.context_param.empty() && reads(member.context_param)) made.members.push_back(&member);
  return made;
}

bool binder::reads(std::string_view parameter) const noexcept {
  const auto& all = rules_->parameters();
  return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.read && one.name == parameter; });
}

void binder::append_key(std::string& to, const model::operation& operation, const serde::edited_input& input) const {
  const plan& plan = plan_of(operation);  // references into a node-based map stay valid
  to += plan.fixed;
  boost::json::value room;
  for (const auto& path : plan.paths) {
    to += '\0';
    if (const auto found = path.search(input.as_json(room))) to += boost::json::serialize(*found);
  }
  for (const auto* member : plan.members) {
    to += '\0';
    const auto value = input.find(member->name);
    if (const auto* text = std::get_if<std::string_view>(&value))
      to += *text;
    else if (!std::holds_alternative<std::monostate>(value))
      to += boost::json::serialize(to_json(value));
  }
}

result<decision> binder::decide(const model::operation& operation, const serde::edited_input& input,
                                const parameter_values& call_built_ins) const {
  return rules_->evaluate(bind(*rules_, operation, input, settings_, call_built_ins));
}

bool binder::uses(std::string_view built_in) const noexcept {
  const auto& all = rules_->parameters();
  return std::any_of(all.begin(), all.end(), [&](const parameter& one) { return one.built_in == built_in; });
}

}  // namespace aloft::endpoint
