#include "local/required.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace aloft::local {
namespace {

std::string in_structure(const model::shape& shape, const boost::json::object& input) {
  for (const auto& member : shape.members) {
    const auto* value = input.if_contains(member.name);
    if (value == nullptr || value->is_null()) {
      if (member.required) return std::string{member.name};
      continue;
    }
    if (auto inner = missing_member(*member.target, *value); !inner.empty())
      return std::string{member.name} + (inner.front() == '[' ? "" : ".") + inner;
  }
  return {};
}

}  // namespace

std::string missing_member(const model::shape& shape, const boost::json::value& input) {
  if (shape.type == model::shape_type::structure && input.is_object()) return in_structure(shape, input.get_object());
  if (shape.type != model::shape_type::list || !input.is_array()) return {};
  std::size_t index = 0;
  for (const auto& element : input.get_array()) {
    if (auto inner = missing_member(*shape.element->target, element); !inner.empty())
      return '[' + std::to_string(index) + ']' + (inner.front() == '[' ? "" : ".") + inner;
    ++index;
  }
  return {};
}

}  // namespace aloft::local
