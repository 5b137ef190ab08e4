#include "endpoint/parameters.hpp"

#include "jmespath/jmespath.hpp"

#include <boost/json/parse.hpp>

namespace aloft::endpoint {
namespace json = boost::json;
namespace {

/// Rarer traits of an operation, parsed. Malformed text was refused when the model was compiled.
json::object traits_of(const model::operation& operation) {
  if (operation.traits.find("ContextParams") == std::string_view::npos) return {};
  boost::system::error_code failure;
  json::value parsed = json::parse(operation.traits, failure);
  return !failure && parsed.is_object() ? std::move(parsed.as_object()) : json::object{};
}

/// The entry `name` of the trait `trait`: {"Bucket": {"value": true}} or {"Keys": {"path": "…"}}.
const json::value* entry_of(const json::object& traits, std::string_view trait, std::string_view name) {
  const auto* entries = traits.if_contains(trait);
  return entries && entries->is_object() ? entries->get_object().if_contains(name) : nullptr;
}

json::value from_path(const json::value& trait, const json::value& input) {
  const auto* path = trait.is_object() ? trait.get_object().if_contains("path") : nullptr;
  if (!path || !path->is_string()) return nullptr;
  auto found = jmespath::search(path->get_string(), input);
  return found ? std::move(*found) : json::value{};
}

json::value from_member(const model::operation& operation, std::string_view name, const json::value& input) {
  if (!operation.input || !input.is_object()) return nullptr;
  for (const auto& member : operation.input->members)
    if (member.context_param == name)
      if (const auto* given = input.get_object().if_contains(member.name)) return *given;
  return nullptr;
}

json::value value_of(const parameter& wanted, const model::operation& operation, const json::object& traits,
                     const json::value& input, const settings& settings, const parameter_values& of_call) {
  if (const auto* fixed = entry_of(traits, "staticContextParams", wanted.name)) return fixed->at("value");
  if (const auto* path = entry_of(traits, "operationContextParams", wanted.name)) return from_path(*path, input);
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
  const json::object traits = traits_of(operation);
  for (const auto& wanted : rules.parameters())
    if (json::value value = value_of(wanted, operation, traits, input, settings, call_built_ins); !value.is_null())
      bound.emplace(wanted.name, std::move(value));
  return bound;
}

}  // namespace aloft::endpoint
