#include "cli/help/type_text.hpp"

#include <algorithm>
#include <cmath>

namespace aloft::cli {
namespace {

using model::shape;
using model::shape_type;

constexpr int deepest = 3;  // shapes may contain themselves

std::string_view plain_name(shape_type type) noexcept {
  switch (type) {
    case shape_type::structure: return "structure";
    case shape_type::list: return "list";
    case shape_type::map: return "map";
    case shape_type::string: return "text";
    case shape_type::blob: return "blob";
    case shape_type::boolean: return "boolean";
    case shape_type::integer: return "integer";
    case shape_type::long_int: return "long";
    case shape_type::single: return "float";
    case shape_type::real: return "double";
    case shape_type::timestamp: return "timestamp";
    case shape_type::document: return "JSON";
  }
  return "value";
}

std::string plural(std::string name) {
  if (name == "JSON") return "JSON values";
  if (name.starts_with("list of")) return "lists" + name.substr(4);
  if (name.starts_with("map of")) return "maps" + name.substr(3);
  return name + "s";
}

bool is_scalar(const shape& of) noexcept {
  return of.type != shape_type::structure && of.type != shape_type::map && of.type != shape_type::list;
}

std::string members_syntax(const shape& of, int depth);

std::string value_syntax(const shape& of, int depth) {
  switch (of.type) {
    case shape_type::structure: return depth >= deepest ? "{...}" : "{" + members_syntax(of, depth) + "}";
    case shape_type::map: return "{key=" + value_syntax(*of.element->target, depth + 1) + ",...}";
    case shape_type::list: return "[" + value_syntax(*of.element->target, depth + 1) + ",...]";
    default: return std::string{plain_name(of.type)};
  }
}

std::string members_syntax(const shape& of, int depth) {
  std::string text;
  for (const auto& member : of.members) {
    if (!text.empty()) text += ',';
    const auto& target = *member.target;
    text += std::string{member.name} + "=";
    // Lists of scalars need no brackets at the top.
    const bool words = depth == 0 && target.type == shape_type::list && is_scalar(*target.element->target);
    const auto word = words ? std::string{plain_name(target.element->target->type)} : std::string{};
    text += words ? word + "," + word : value_syntax(target, depth + 1);
  }
  return text;
}

std::string number_text(double number) {
  auto text = std::to_string(std::llround(number));
  return text;
}

}  // namespace

std::string type_name(const shape& of) {
  switch (of.type) {
    case shape_type::list: return "list of " + plural(type_name(*of.element->target));
    case shape_type::map: {
      const auto& value = *of.element->target;
      return "map of " + plural(value.type == shape_type::map ? "map" : type_name(value));
    }
    case shape_type::structure: return of.is_union ? "union" : "structure";
    default: return std::string{plain_name(of.type)};
  }
}

std::string shorthand_syntax(const shape& of) {
  switch (of.type) {
    case shape_type::structure: return members_syntax(of, 0);
    case shape_type::map: return "key=" + value_syntax(*of.element->target, 1) + ",...";
    case shape_type::list:
      return of.element->target->type == shape_type::list ? "" : shorthand_syntax(*of.element->target);
    default: return {};
  }
}

std::vector<std::string> enum_values(const shape& of) {
  const auto& text = of.type == shape_type::list ? *of.element->target : of;
  return {text.enum_values.begin(), text.enum_values.end()};
}

std::string limits_text(const shape& of) {
  std::string low, high;
  if (of.has_min) low = number_text(of.min);
  if (of.has_max) high = number_text(of.max);
  if (low.empty() && high.empty()) return {};
  const bool number = of.type == shape_type::integer || of.type == shape_type::long_int ||
                      of.type == shape_type::single || of.type == shape_type::real;
  const std::string unit = number                          ? ""
                           : of.type == shape_type::string ? " characters"
                           : of.type == shape_type::blob   ? " bytes"
                                                           : " entries";
  if (low.empty()) return "at most " + high + unit;
  if (high.empty()) return "at least " + low + unit;
  return low + " to " + high + unit;
}

}  // namespace aloft::cli
