#include "endpoint/parameters.hpp"

#include "aloft/jmespath.hpp"

#include <algorithm>

namespace aloft::endpoint {
namespace json = boost::json;
namespace {

template <class List>
auto named(const List& list, std::string_view name) {
  const auto at = std::find_if(list.begin(), list.end(), [name](const auto& each) { return each.name == name; });
  return at == list.end() ? nullptr : &*at;
}

json::value from_path(std::string_view path, const serde::edited_input& input) {
  json::value room;
  auto found = jmespath::search(path, input.as_json(room));
  return found ? std::move(*found) : json::value{};
}

json::value from_member(const model::operation& operation, std::string_view name, const serde::edited_input& input) {
  if (!operation.input) return nullptr;
  for (const auto& member : operation.input->members)
    if (member.context_param == name) return to_json(input.find(member.name));
  return nullptr;
}

json::value value_of(const parameter& wanted, const model::operation& operation, const serde::edited_input& input,
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

json::value to_json(const serde::scalar& from) {
  if (const auto* truth = std::get_if<bool>(&from)) return *truth;
  if (const auto* number = std::get_if<std::int64_t>(&from)) return *number;
  if (const auto* real = std::get_if<double>(&from)) return *real;
  if (const auto* text = std::get_if<std::string_view>(&from)) return json::value(*text);
  return nullptr;
}

parameter_values bind(const rule_set& rules, const model::operation& operation, const serde::edited_input& input,
                      const settings& settings, const parameter_values& call_built_ins) {
  parameter_values bound;
  for (const auto& wanted : rules.parameters())
    if (json::value value = value_of(wanted, operation, input, settings, call_built_ins); !value.is_null())
      bound.emplace(wanted.name, std::move(value));
  return bound;
}

}  // namespace aloft::endpoint
