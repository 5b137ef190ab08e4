// Walks a compiled rule set. Values are pointers into the rule set, the parameters, the partitions or the frame, so
// nothing is copied but what functions make.

#include "crypto/percent.hpp"
#include "endpoint/rule_tree.hpp"

#include <deque>
#include <optional>

namespace aloft::endpoint {
namespace json = boost::json;
namespace {

using value_ptr = const json::value*;  // null: unset

std::string_view text_of(value_ptr value) {
  return value && value->is_string() ? std::string_view{value->get_string()} : std::string_view{};
}
bool truth_of(value_ptr value) { return value && value->is_bool() && value->get_bool(); }
bool is_unset(value_ptr value) { return !value || value->is_null(); }

value_ptr follow(value_ptr value, const path& steps) {
  for (const auto& step : steps) {
    if (is_unset(value)) return nullptr;
    if (const auto* key = std::get_if<std::string>(&step)) {
      value = value->is_object() ? value->get_object().if_contains(*key) : nullptr;
    } else {
      const auto* list = value->if_array();
      const std::size_t index = std::get<std::size_t>(step);
      value = list && index < list->size() ? &(*list)[index] : nullptr;
    }
  }
  return value;
}

/// The state of one evaluation.
class frame {
 public:
  frame(std::size_t slots, const partitions& partitions) : slots_(slots, nullptr), partitions_{partitions} {}

  void set(int slot, value_ptr value) { slots_[static_cast<std::size_t>(slot)] = value; }

  bool hold(const std::vector<condition>& conditions) {
    for (const auto& condition : conditions) {
      const value_ptr outcome = run(condition.test);
      if (is_unset(outcome) || (outcome->is_bool() && !outcome->get_bool())) return false;
      if (condition.assign >= 0) set(condition.assign, outcome);
    }
    return true;
  }

  value_ptr evaluate(const expression& source) {
    if (const auto* literal = std::get_if<json::value>(&source.node)) return literal;
    if (const auto* variable = std::get_if<reference>(&source.node)) return slot(variable->slot);
    if (const auto* nested = std::get_if<std::unique_ptr<call>>(&source.node)) return run(**nested);
    std::string text;
    for (const auto& part : std::get<std::vector<template_part>>(source.node)) {
      text += part.text;
      if (part.slot >= 0) text += text_of(follow(slot(part.slot), part.inside));
    }
    return keep(json::value(text));
  }

  std::string text(const expression& source) { return std::string{text_of(evaluate(source))}; }

 private:
  value_ptr slot(int number) const { return slots_[static_cast<std::size_t>(number)]; }
  value_ptr keep(json::value value) { return &made_.emplace_back(std::move(value)); }
  static value_ptr truth(bool value) {
    static const json::value yes(true), no(false);
    return value ? &yes : &no;
  }

  value_ptr run(const call& source) {
    auto argument = [&](std::size_t n) { return evaluate(source.arguments[n]); };
    switch (source.name) {
      case function::is_set: return truth(!is_unset(argument(0)));
      case function::negate: return truth(!truth_of(argument(0)));
      case function::get_attribute: return follow(argument(0), source.attribute);
      case function::string_equals: {
        const value_ptr a = argument(0), b = argument(1);
        return truth(!is_unset(a) && !is_unset(b) && text_of(a) == text_of(b));
      }
      case function::boolean_equals: {
        const value_ptr a = argument(0), b = argument(1);
        return truth(!is_unset(a) && !is_unset(b) && truth_of(a) == truth_of(b));
      }
      case function::coalesce:
        for (std::size_t n = 0; n < source.arguments.size(); ++n)
          if (const value_ptr value = argument(n); !is_unset(value)) return value;
        return nullptr;
      default: break;
    }
    // The rest reads text: unset in, unset out. Only aws.partition knows what no region means: "aws", as in botocore.
    const value_ptr subject = argument(0);
    if (source.name == function::partition && is_unset(subject)) return partitions_.find({});
    return subject && subject->is_string() ? run_on_text(source, text_of(subject)) : nullptr;
  }

  value_ptr run_on_text(const call& source, std::string_view text) {
    auto argument = [&](std::size_t n) { return evaluate(source.arguments[n]); };
    auto number = [&](std::size_t n) {
      const value_ptr value = argument(n);
      return value && value->is_int64() ? value->get_int64() : -1;
    };
    switch (source.name) {
      case function::partition: return partitions_.find(text);
      case function::substring: return keep(substring(text, number(1), number(2), truth_of(argument(3))));
      case function::split: return keep(split(text, text_of(argument(1)), number(2)));
      case function::uri_encode: return keep(json::value(crypto::percent_encode(text)));
      case function::parse_url: return keep(parse_url(text));
      case function::parse_arn: return keep(parse_arn(text));
      case function::is_valid_host_label: return truth(is_valid_host_label(text, truth_of(argument(1))));
      case function::is_virtual_hostable: return truth(is_virtual_hostable_bucket(text, truth_of(argument(1))));
      default: return nullptr;
    }
  }

  std::vector<value_ptr> slots_;
  std::deque<json::value> made_;
  const partitions& partitions_;
};

auth_scheme make_scheme(frame& frame, const scheme_template& source) {
  auth_scheme made;
  for (const auto& entry : source) {
    if (entry.values.empty()) continue;
    if (entry.name == "name") made.name = frame.text(entry.values[0]);
    if (entry.name == "signingName") made.signing_name = frame.text(entry.values[0]);
    if (entry.name == "signingRegion") made.signing_region = frame.text(entry.values[0]);
    if (entry.name == "disableDoubleEncoding") made.disable_double_encoding = truth_of(frame.evaluate(entry.values[0]));
    if (entry.name == "signingRegionSet")
      for (const auto& value : entry.values) made.signing_region_set.push_back(frame.text(value));
  }
  return made;
}

decision make_decision(frame& frame, const endpoint_rule& source) {
  decision made;
  made.url = frame.text(source.url);
  for (const auto& scheme : source.auth_schemes) made.auth_schemes.push_back(make_scheme(frame, scheme));
  for (const auto& [name, values] : source.headers) {
    auto& header = made.headers.emplace_back(name, std::vector<std::string>{});
    for (const auto& value : values) header.second.push_back(frame.text(value));
  }
  return made;
}

error invalid(std::string message) {
  return error{error_kind::config, "InvalidEndpointConfiguration", std::move(message)};
}

/// The first rule whose conditions hold decides; a tree decides by its own rules. Nothing: no rule matched.
std::optional<result<decision>> apply(frame& frame, const std::vector<rule_set::rule>& rules) {
  for (const auto& rule : rules) {
    if (!frame.hold(rule.conditions)) continue;
    if (const auto* endpoint = std::get_if<endpoint_rule>(&rule.then)) return make_decision(frame, *endpoint);
    if (const auto* message = std::get_if<expression>(&rule.then))
      return result<decision>{invalid(frame.text(*message))};
    if (auto decided = apply(frame, std::get<std::vector<rule_set::rule>>(rule.then))) return decided;
  }
  return std::nullopt;
}

std::string_view type_name(json::kind type) {
  return type == json::kind::bool_ ? "a boolean" : type == json::kind::array ? "a list of strings" : "a string";
}

}  // namespace

result<decision> rule_set::evaluate(const parameter_values& values) const {
  frame frame{slots_.size(), *partitions_};
  for (std::size_t n = 0; n < parameters_.size(); ++n) {
    const parameter& wanted = parameters_[n];
    const json::value* given = values.if_contains(wanted.name);
    if (is_unset(given)) given = &wanted.default_value;
    if (given->is_null()) {
      if (wanted.required) return invalid("the endpoint parameter " + wanted.name + " is required and was not given");
      continue;
    }
    if (given->kind() != wanted.type)
      return invalid("the endpoint parameter " + wanted.name + " must be " + std::string{type_name(wanted.type)});
    frame.set(static_cast<int>(n), given);
  }
  if (auto decided = apply(frame, rules_)) return std::move(*decided);
  return invalid("no endpoint rule applies to these settings");
}

}  // namespace aloft::endpoint
