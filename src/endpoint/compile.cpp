// JSON of an endpoint rule set → the tree that is evaluated. References become slot numbers, templates are cut up.

#include "endpoint/rule_tree.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace aloft::endpoint {
namespace json = boost::json;
namespace {

std::string_view view(const json::value& text) { return text.as_string(); }

/// "resourceId[1].name" → steps.
path parse_path(std::string_view text) {
  path steps;
  while (!text.empty()) {
    if (text.front() == '.') text.remove_prefix(1);
    if (text.starts_with('[')) {
      const std::size_t close = std::min(text.find(']'), text.size());
      std::size_t index = 0;
      const auto [end, failure] = std::from_chars(text.data() + 1, text.data() + close, index);
      if (close == text.size() || failure != std::errc{} || end != text.data() + close)
        throw std::invalid_argument("bad index in an attribute path");
      steps.emplace_back(index);
      text.remove_prefix(close + 1);
      continue;
    }
    const std::size_t cut = std::min(text.find_first_of(".["), text.size());
    steps.emplace_back(std::string{text.substr(0, cut)});
    text.remove_prefix(cut);
  }
  return steps;
}

json::kind kind_of(std::string_view type) {
  if (type == "boolean" || type == "Boolean") return json::kind::bool_;
  if (type == "stringArray") return json::kind::array;
  if (type == "string" || type == "String") return json::kind::string;
  throw std::invalid_argument("unknown parameter type '" + std::string{type} + "'");
}

}  // namespace

class compiler {
 public:
  explicit compiler(rule_set& into) : set_{into} {}

  void run(const json::value& source) {
    for (const auto& [name, details] : source.at("parameters").as_object()) add_parameter(name, details.as_object());
    set_.rules_ = rules(source.at("rules"));
  }

 private:
  void add_parameter(std::string_view name, const json::object& details) {
    parameter made;
    made.name = name;
    if (const auto* built_in = details.if_contains("builtIn")) made.built_in = view(*built_in);
    if (const auto* required = details.if_contains("required")) made.required = required->as_bool();
    if (const auto* fallback = details.if_contains("default")) made.default_value = *fallback;
    made.type = kind_of(view(details.at("type")));
    made.read = made.required;
    set_.parameters_.push_back(std::move(made));
    set_.slots_.emplace_back(name);
  }

  int slot_of(std::string_view name) {
    const auto at = std::find(set_.slots_.begin(), set_.slots_.end(), name);
    if (at == set_.slots_.end()) throw std::invalid_argument("unknown variable '" + std::string{name} + "'");
    const auto slot = static_cast<std::size_t>(at - set_.slots_.begin());
    if (slot < set_.parameters_.size()) set_.parameters_[slot].read = true;
    return static_cast<int>(slot);
  }

  int assigned_slot(std::string_view name) {
    if (std::find(set_.slots_.begin(), set_.slots_.end(), name) == set_.slots_.end()) set_.slots_.emplace_back(name);
    return slot_of(name);
  }

  std::vector<rule_set::rule> rules(const json::value& source) {
    std::vector<rule_set::rule> made;
    for (const auto& entry : source.as_array()) made.push_back(one_rule(entry.as_object()));
    return made;
  }

  rule_set::rule one_rule(const json::object& source) {
    rule_set::rule made;
    for (const auto& entry : source.at("conditions").as_array())
      made.conditions.push_back(one_condition(entry.as_object()));
    const std::string_view type = view(source.at("type"));
    if (type == "endpoint")
      made.then = one_endpoint(source.at("endpoint").as_object());
    else if (type == "error")
      made.then = one_expression(source.at("error"));
    else if (type == "tree")
      made.then = rules(source.at("rules"));
    else
      throw std::invalid_argument("unknown rule type '" + std::string{type} + "'");
    return made;
  }

  condition one_condition(const json::object& source) {
    condition made;
    made.test = one_call(source);
    if (const auto* assign = source.if_contains("assign")) made.assign = assigned_slot(view(*assign));
    return made;
  }

  call one_call(const json::object& source) {
    const std::string_view name = view(source.at("fn"));
    const auto id = function_by_name(name);
    if (!id) throw std::invalid_argument("unknown function '" + std::string{name} + "'");
    call made;
    made.name = *id;
    const auto& arguments = source.at("argv").as_array();
    if (arguments.size() < arity(*id)) throw std::invalid_argument("too few arguments of " + std::string{name});
    for (const auto& argument : arguments) made.arguments.push_back(one_expression(argument));
    if (*id == function::get_attribute) made.attribute = parse_path(view(arguments[1]));
    return made;
  }

  expression one_expression(const json::value& source) {
    if (source.is_string()) return one_template(view(source));
    if (!source.is_object()) return {source};
    const auto& object = source.as_object();
    if (const auto* name = object.if_contains("ref")) return {reference{slot_of(view(*name))}};
    if (object.contains("fn")) return {std::make_unique<call>(one_call(object))};
    throw std::invalid_argument("an expression is a literal, a reference or a function");
  }

  /// Doubled braces stand for themselves; "{name}" and "{name#attribute}" are references.
  expression one_template(std::string_view text) {
    std::vector<template_part> parts(1);
    while (!text.empty()) {
      const std::size_t brace = std::min(text.find_first_of("{}"), text.size());
      parts.back().text += text.substr(0, brace);
      text.remove_prefix(brace);
      if (text.empty()) break;
      if (text.size() > 1 && text[0] == text[1]) {
        parts.back().text += text[0];
        text.remove_prefix(2);
        continue;
      }
      const std::size_t close = text.find('}');
      if (text[0] == '}' || close == std::string_view::npos)
        throw std::invalid_argument("unbalanced braces in a template");
      const std::string_view inside = text.substr(1, close - 1);
      const std::size_t hash = inside.find('#');
      parts.back().slot = slot_of(inside.substr(0, hash));
      if (hash != std::string_view::npos) parts.back().inside = parse_path(inside.substr(hash + 1));
      parts.emplace_back();
      text.remove_prefix(close + 1);
    }
    if (parts.size() == 1) return {json::value(parts.front().text)};
    return {std::move(parts)};
  }

  endpoint_rule one_endpoint(const json::object& source) {
    endpoint_rule made;
    made.url = one_expression(source.at("url"));
    if (const auto* headers = source.if_contains("headers"))
      for (const auto& [name, values] : headers->as_object()) {
        auto& header = made.headers.emplace_back(std::string{name}, std::vector<expression>{});
        for (const auto& value : values.as_array()) header.second.push_back(one_expression(value));
      }
    const auto* properties = source.if_contains("properties");
    const auto* schemes = properties ? properties->as_object().if_contains("authSchemes") : nullptr;
    if (schemes)
      for (const auto& scheme : schemes->as_array()) made.auth_schemes.push_back(one_scheme(scheme.as_object()));
    return made;
  }

  scheme_template one_scheme(const json::object& source) {
    scheme_template made;
    for (const auto& [name, value] : source) {
      property entry{std::string{name}, {}};
      if (value.is_array())
        for (const auto& element : value.as_array()) entry.values.push_back(one_expression(element));
      else
        entry.values.push_back(one_expression(value));
      made.push_back(std::move(entry));
    }
    return made;
  }

  rule_set& set_;
};

rule_set::rule_set() = default;
rule_set::~rule_set() = default;

result<std::shared_ptr<const rule_set>> rule_set::compile(std::string_view json_text,
                                                          std::shared_ptr<const partitions> partitions) try {
  json::parse_options options;
  options.max_depth = 256;
  auto made = std::make_shared<rule_set>();
  made->partitions_ = std::move(partitions);
  compiler{*made}.run(json::parse(json_text, {}, options));
  return std::shared_ptr<const rule_set>{std::move(made)};
} catch (const std::exception& failure) {
  return error{error_kind::config, "BadEndpointRules",
               std::string{"the endpoint rule set cannot be used: "} + failure.what()};
}

}  // namespace aloft::endpoint
