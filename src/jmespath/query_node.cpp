#include "jmespath/query_node.hpp"

#include <algorithm>

namespace aloft::jmespath {
namespace json = boost::json;

node_type node::type() const noexcept {
  if (deferred) return node_type::reference;
  if (list) return node_type::list;
  if (object) return node_type::object;
  if (json) switch (json->kind()) {
      case json::kind::null: return node_type::null;
      case json::kind::bool_: return node_type::boolean;
      case json::kind::int64:
      case json::kind::uint64:
      case json::kind::double_: return node_type::number;
      case json::kind::string: return node_type::text;
      case json::kind::array: return node_type::list;
      case json::kind::object: return node_type::object;
    }
  switch (document.kind()) {
    case value_kind::null: return node_type::null;
    case value_kind::boolean: return node_type::boolean;
    case value_kind::integer:
    case value_kind::real: return node_type::number;
    case value_kind::text:
    case value_kind::blob:
    case value_kind::timestamp: return node_type::text;
    case value_kind::list: return node_type::list;
    case value_kind::map:
    case value_kind::record: return node_type::object;
  }
  return node_type::null;
}

bool node::truthy() const noexcept {
  switch (type()) {
    case node_type::null: return false;
    case node_type::boolean: return boolean();
    case node_type::text:
      if (json) return !json->get_string().empty();
      return document.kind() == value_kind::timestamp || !document.as_text().empty();
    case node_type::list:
    case node_type::object: return size() != 0;
    default: return true;
  }
}

std::size_t node::size() const noexcept {
  if (list) return list->size();
  if (object) return object->size();
  if (!json) return document.size();
  if (const auto* array = json->if_array()) return array->size();
  if (const auto* map = json->if_object()) return map->size();
  return 0;
}

node node::element(std::size_t index) const {
  if (list) return index < list->size() ? (*list)[index] : node{};
  node out;
  if (json) {
    const auto* array = json->if_array();
    if (array && index < array->size()) out.json = &(*array)[index];
  } else {
    out.document = document[index];
  }
  return out;
}

node node::member(std::string_view name) const {
  node out;
  if (object) {
    for (const auto& [key, member] : *object)
      if (key == name) out = member;  // the last of equal names counts, as in JSON
  } else if (json) {
    if (const auto* map = json->if_object()) out.json = map->if_contains(name);
  } else {
    out.document = document[name];
  }
  return out;
}

node_object node::members() const {
  if (object) return *object;
  node_object out;
  if (json) {
    for (const auto& [key, member] : json->get_object()) {
      node inner;
      inner.json = &member;
      out.emplace_back(key, inner);
    }
    return out;
  }
  for (auto at = document.begin(); at != document.end(); ++at) {
    node inner;
    inner.document = *at;
    out.emplace_back(at.key(), inner);
  }
  return out;
}

bool node::boolean() const noexcept { return json ? json->get_bool() : document.as_boolean(); }

bool node::is_integer() const noexcept { return json ? !json->is_double() : document.kind() == value_kind::integer; }

std::int64_t node::integer() const noexcept {
  if (!json) return document.as_integer();
  return json->is_int64() ? json->get_int64() : static_cast<std::int64_t>(json->get_uint64());
}

double node::number() const noexcept {
  if (!json) return document.as_real();
  if (json->is_double()) return json->get_double();
  return json->is_int64() ? static_cast<double>(json->get_int64()) : static_cast<double>(json->get_uint64());
}

std::string_view heap::text(const node& from) {
  if (from.json) return from.json->get_string();
  if (from.document.kind() == value_kind::text) return from.document.as_text();
  return keep(to_json(from.document)).json->get_string();
}

json::value materialize(const node& from) {
  if (from.list) {
    json::array made;
    made.reserve(from.list->size());
    for (const auto& element : *from.list) made.push_back(materialize(element));
    return made;
  }
  if (from.object) {
    json::object made;
    for (const auto& [name, member] : *from.object) made.insert_or_assign(name, materialize(member));
    return made;
  }
  if (from.json) return *from.json;
  return to_json(from.document);
}

bool equal(const node& a, const node& b, heap& heap) {
  if (a.type() != b.type()) return false;
  switch (a.type()) {
    case node_type::null: return true;
    case node_type::boolean: return a.boolean() == b.boolean();
    case node_type::number:
      return a.is_integer() && b.is_integer() ? a.integer() == b.integer() : a.number() == b.number();
    case node_type::text: return heap.text(a) == heap.text(b);
    case node_type::list:
      if (a.size() != b.size()) return false;
      for (std::size_t n = 0; n < a.size(); ++n)
        if (!equal(a.element(n), b.element(n), heap)) return false;
      return true;
    case node_type::object: {
      if (a.size() != b.size()) return false;
      const auto members = a.members(), others = b.members();
      return std::all_of(members.begin(), members.end(), [&](const auto& member) {
        return std::any_of(others.begin(), others.end(), [&](const auto& other) {
          return other.first == member.first && equal(member.second, other.second, heap);
        });
      });
    }
    case node_type::reference: return a.deferred == b.deferred;
  }
  return false;
}

}  // namespace aloft::jmespath
