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
  if (operation.traits.find("ContextParams") != std::string_view::npos) made.traits = operation.traits;
  made.has_paths = made.traits.find("operationContextParams") != std::string::npos;
  if (operation.input)
    for (const auto& member : operation.input->members)
      if (!member.context_param.empty()) made.members.push_back(&member);
  return made;
}

void binder::append_key(std::string& to, const model::operation& operation, const boost::json::value& input) const {
  const plan& plan = plan_of(operation);  // references into a node-based map stay valid
  to += plan.traits;
  // Paths reach anywhere into the input, and only operations over several tables have them.
  if (plan.has_paths) to += boost::json::serialize(bind(*rules_, operation, input, settings_));
  const auto* given = input.if_object();
  if (!given) return;
  for (const auto* member : plan.members) {
    to += '\0';
    const auto* value = given->if_contains(member->name);
    if (!value) continue;
    if (value->is_string())
      to += value->get_string();
    else
      to += boost::json::serialize(*value);
  }
}

result<decision> binder::decide(const model::operation& operation, const boost::json::value& input,
                                const parameter_values& call_built_ins) const {
  return rules_->evaluate(bind(*rules_, operation, input, settings_, call_built_ins));
}

bool binder::uses(std::string_view built_in) const noexcept {
  const auto& all = rules_->parameters();
  return std::any_of(all.begin(), all.end(), [&](const parameter& one) { return one.built_in == built_in; });
}

}  // namespace aloft::endpoint
