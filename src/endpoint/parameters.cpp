#include "endpoint/parameters.hpp"

#include "jmespath/jmespath.hpp"

#include <algorithm>

namespace aloft::endpoint {
namespace json = boost::json;
namespace {

template <class List>
auto named(const List& list, std::string_view name) {
  const auto at = std::find_if(list.begin(), list.end(), [name](const auto& each) { return each.name == name; });
  return at == list.end() ? nullptr : &*at;
}

json::value from_path(std::string_view path, const json::value& input) {
  auto found = jmespath::search(path, input);
  return found ? std::move(*found) : json::value{};
}

json::value from_member(const model::operation& operation, std::string_view name, const json::value& input) {
  if (!operation.input || !input.is_object()) return nullptr;
  for (const auto& member : operation.input->members)
    if (member.context_param == name)
      if (const auto* given = input.get_object().if_contains(member.name)) return *given;
  return nullptr;
}

json::value value_of(const parameter& wanted, const model::operation& operation, const json::value& input,
                     const settings& settings, const parameter_values& of_call) {
  if (const auto* fixed = named(operation.static_parameters, wanted.name)) return fixed->value;
  if (const auto* found = named(operation.parameter_paths, wanted.name)) return from_path(found->path, input);
  if (json::value given = from_member(operation, wanted.name, input); !given.is_null()) return given;
  if (const auto* given = settings.client_context.if_contains(wanted.name)) return *given;
  if (wanted.built_in.empty()) return nullptr;
  if (const auto* given = of_call.if_contains(wanted.built_in)) return *given;
  if (const auto* given = settings.built_ins.if_contains(wanted.built_in)) return *given;
  return nullptr;
}

}  // namespace

parameter_values bind(const rule_set& rules, const model::operation& operation, const json::value& input,
                      const settings& settings, const parameter_values& call_built_ins) {
  parameter_values bound;
  for (const auto& wanted : rules.parameters())
    if (json::value value = value_of(wanted, operation, input, settings, call_built_ins); !value.is_null())
      bound.emplace(wanted.name, std::move(value));
  return bound;
}

}  // namespace aloft::endpoint
