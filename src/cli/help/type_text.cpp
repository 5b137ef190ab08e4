#include "cli/help/type_text.hpp"

#include <algorithm>
#include <cmath>

namespace aloft::cli {
namespace {

constexpr int deepest = 3;  // shapes may contain themselves

std::string_view plain_name(shape_kind type) noexcept {
  switch (type) {
    case shape_kind::structure: return "structure";
    case shape_kind::list: return "list";
    case shape_kind::map: return "map";
    case shape_kind::text: return "text";
    case shape_kind::blob: return "blob";
    case shape_kind::boolean: return "boolean";
    case shape_kind::integer: return "integer";
    case shape_kind::long_integer: return "long";
    case shape_kind::single: return "float";
    case shape_kind::real: return "double";
    case shape_kind::timestamp: return "timestamp";
    case shape_kind::document: return "JSON";
  }
  return "value";
}

std::string plural(std::string name) {
  if (name == "JSON") return "JSON values";
  if (name.starts_with("list of")) return "lists" + name.substr(4);
  if (name.starts_with("map of")) return "maps" + name.substr(3);
  return name + "s";
}

bool is_scalar(const shape_model& of) noexcept {
  return of.kind() != shape_kind::structure && of.kind() != shape_kind::map && of.kind() != shape_kind::list;
}

std::string members_syntax(const shape_model& of, int depth);

std::string value_syntax(const shape_model& of, int depth) {
  switch (of.kind()) {
    case shape_kind::structure: return depth >= deepest ? "{...}" : "{" + members_syntax(of, depth) + "}";
    case shape_kind::map: return "{key=" + value_syntax(of.element(), depth + 1) + ",...}";
    case shape_kind::list: return "[" + value_syntax(of.element(), depth + 1) + ",...]";
    default: return std::string{plain_name(of.kind())};
  }
}

std::string members_syntax(const shape_model& of, int depth) {
  std::string text;
  for (const auto member : of.members()) {
    if (!text.empty()) text += ',';
    const auto target = member.shape();
    text += std::string{member.name()} + "=";
    // Lists of scalars need no brackets at the top.
    const bool words = depth == 0 && target.kind() == shape_kind::list && is_scalar(target.element());
    const auto word = words ? std::string{plain_name(target.element().kind())} : std::string{};
    text += words ? word + "," + word : value_syntax(target, depth + 1);
  }
  return text;
}

std::string number_text(double number) {
  auto text = std::to_string(std::llround(number));
  return text;
}

}  // namespace

std::string type_name(const shape_model& of) {
  switch (of.kind()) {
    case shape_kind::list: return "list of " + plural(type_name(of.element()));
    case shape_kind::map: {
      const auto value = of.element();
      return "map of " + plural(value.kind() == shape_kind::map ? "map" : type_name(value));
    }
    case shape_kind::structure: return of.is_union() ? "union" : "structure";
    default: return std::string{plain_name(of.kind())};
  }
}

std::string shorthand_syntax(const shape_model& of) {
  switch (of.kind()) {
    case shape_kind::structure: return members_syntax(of, 0);
    case shape_kind::map: return "key=" + value_syntax(of.element(), 1) + ",...";
    case shape_kind::list: return of.element().kind() == shape_kind::list ? "" : shorthand_syntax(of.element());
    default: return {};
  }
}

std::vector<std::string> enum_values(const shape_model& of) {
  const auto values = (of.kind() == shape_kind::list ? of.element() : of).enum_values();
  return {values.begin(), values.end()};
}

std::string limits_text(const shape_model& of) {
  std::string low, high;
  if (of.min()) low = number_text(*of.min());
  if (of.max()) high = number_text(*of.max());
  if (low.empty() && high.empty()) return {};
  const bool number = of.kind() == shape_kind::integer || of.kind() == shape_kind::long_integer ||
                      of.kind() == shape_kind::single || of.kind() == shape_kind::real;
  const std::string unit = number                          ? ""
                           : of.kind() == shape_kind::text ? " characters"
                           : of.kind() == shape_kind::blob ? " bytes"
                                                           : " entries";
  if (low.empty()) return "at most " + high + unit;
  if (high.empty()) return "at least " + low + unit;
  return low + " to " + high + unit;
}

}  // namespace aloft::cli
