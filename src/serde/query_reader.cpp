#include "serde/query_reader.hpp"

#include "crypto/percent.hpp"
#include "serde/scalar_text.hpp"
#include "serde/value_path.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

namespace aloft::serde {
namespace {

using model::shape_type;

// Fields as a tree: "Tag.1.Key" is the child "Key" of the child "1" of the child "Tag".
struct field_node {
  using nodes = std::map<std::string, field_node, std::less<>>;
  const std::string* value = nullptr;
  nodes children;
  bool used = false;
};

bool is_about_the_request(std::string_view name) noexcept {
  return name == "Action" || name == "Version" || name == "AWSAccessKeyId" || name == "Signature" ||
         name == "SignatureMethod" || name == "SignatureVersion" || name == "SecurityToken" || name == "Timestamp" ||
         name == "Expires" || name.starts_with("X-Amz-");
}

std::optional<unsigned long> index_of(std::string_view name) noexcept {
  constexpr std::size_t most_digits = 9;
  if (name.empty() || name.size() > most_digits) return std::nullopt;
  unsigned long number = 0;
  for (const char c : name) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<unsigned long>(c - '0');
  }
  return number;
}

class form_walker {
 public:
  form_walker(query_dialect dialect, shape_sink& sink) : dialect_{dialect}, sink_{sink} {}

  result<void> run(const model::shape& shape, field_node& root) {
    if (!structure(shape, root)) return sink_.failed() ? sink_.failure() : failure_;
    for (const auto& [name, node] : root.children) {
      if (is_about_the_request(name) || !has_unused(node)) continue;
      return error{error_kind::usage, "UnknownParameter",
                   "The parameter " + unused_name(name, node) + " is not recognized"};
    }
    return {};
  }

 private:
  // All of these return false once something failed.
  bool put(const model::member& as, field_node& from, bool flattened) {
    from.used = true;
    const model::shape& shape = *as.target;
    const std::string_view text = from.value != nullptr ? std::string_view{*from.value} : std::string_view{};
    switch (shape.type) {
      case shape_type::structure: return text.empty() ? structure(shape, from) : invalid(text, "parameters below it");
      case shape_type::list:
        return text.empty() ? list(shape, from, flattened) : invalid(text, "a number after its name");
      case shape_type::map: return text.empty() ? map(shape, from, flattened) : invalid(text, "entries below it");
      default: break;
    }
    const auto wanted = push_scalar(sink_, shape, as.time_format.value_or(timestamp_format::date_time), text);
    if (!wanted.empty()) return invalid(text, wanted);
    return !sink_.failed();
  }

  bool invalid(std::string_view text, std::string_view wanted) {
    failure_ = error{error_kind::usage, "InvalidParameterValue",
                     "Value (" + std::string{text.substr(0, 100)} + ") for parameter " + path_.text() +
                         " is invalid. Expected " + std::string{wanted}};
    return false;
  }

  bool structure(const model::shape& shape, field_node& from) {
    sink_.begin(shape);
    for (const model::member& member : shape.members) {
      const bool flattened = member.flattened;
      auto found = from.children.find(query_name(dialect_, member));
      if (found == from.children.end()) found = empty_list(member, from);
      if (found == from.children.end()) continue;
      sink_.member(member);
      path_.push(member.name);
      if (!put(member, found->second, flattened)) return false;
      path_.pop();
    }
    sink_.end();
    return !sink_.failed();
  }

  field_node::nodes::iterator empty_list(const model::member& member, field_node& from) const {
    if (dialect_ != query_dialect::aws || member.target->type != shape_type::list) return from.children.end();
    const auto found = from.children.find(empty_list_name(member));
    const bool is_empty = found != from.children.end() && found->second.value != nullptr &&
                          found->second.value->empty() && found->second.children.empty();
    return is_empty ? found : from.children.end();
  }

  bool list(const model::shape& shape, field_node& from, bool flattened) {
    field_node* items = &from;
    if (dialect_ == query_dialect::aws && !flattened) {
      const auto found = from.children.find(query_name(dialect_, *shape.element, "member"));
      if (found != from.children.end()) items = &found->second;
    }
    sink_.begin(shape);
    std::size_t index = 0;
    for (field_node* const item : numbered(*items)) {
      path_.push(index++);
      if (!put(*shape.element, *item, shape.element->flattened)) return false;
      path_.pop();
    }
    sink_.end();
    return !sink_.failed();
  }

  bool map(const model::shape& shape, field_node& from, bool flattened) {
    field_node* entries = &from;
    if (!flattened) {
      const auto found = from.children.find("entry");
      if (found != from.children.end()) entries = &found->second;
    }
    const std::string key_name = query_name(dialect_, *shape.key, "key");
    const std::string value_name = query_name(dialect_, *shape.element, "value");
    sink_.begin(shape);
    for (field_node* const entry : numbered(*entries)) {
      const auto key = entry->children.find(key_name);
      const auto value = entry->children.find(value_name);
      // A structure without members, a list without elements leave no trace in a form.
      const bool may_be_empty = shape.element->target->type == shape_type::structure ||
                                shape.element->target->type == shape_type::list ||
                                shape.element->target->type == shape_type::map;
      const bool has_value = value != entry->children.end();
      if (key == entry->children.end() || key->second.value == nullptr || (!has_value && !may_be_empty)) {
        failure_ = error{error_kind::usage, "MissingParameter",
                         std::string{"An entry of "}
                             .append(path_.text())
                             .append(" lacks its ")
                             .append(key_name)
                             .append(" or ")
                             .append(value_name)};
        return false;
      }
      key->second.used = true;
      sink_.key(*key->second.value);
      path_.push(*key->second.value);
      field_node nothing;
      if (!put(*shape.element, has_value ? value->second : nothing, shape.element->flattened)) return false;
      path_.pop();
    }
    sink_.end();
    return !sink_.failed();
  }

  // The children with a number for a name, by number.
  static std::vector<field_node*> numbered(field_node& of) {
    std::vector<std::pair<unsigned long, field_node*>> found;
    for (auto& [name, node] : of.children) {
      if (const auto index = index_of(name)) found.emplace_back(*index, &node);
    }
    std::sort(found.begin(), found.end());
    std::vector<field_node*> nodes;
    nodes.reserve(found.size());
    for (const auto& [index, node] : found) nodes.push_back(node);
    return nodes;
  }

  // Whether there is a value in or below `node` that no member took.
  static bool has_unused(const field_node& node) {
    if (node.value != nullptr && !node.used) return true;
    return std::any_of(node.children.begin(), node.children.end(),
                       [](const auto& child) { return has_unused(child.second); });
  }

  static std::string unused_name(const std::string& name, const field_node& node) {
    if (node.value != nullptr && !node.used) return name;
    for (const auto& [child_name, child] : node.children) {
      if (has_unused(child)) return name + "." + unused_name(child_name, child);
    }
    return name;
  }

  query_dialect dialect_;
  shape_sink& sink_;
  value_path path_;
  error failure_;
};

}  // namespace

result<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view form) {
  const auto decoded = [](std::string_view text) {
    std::string spaced{text};
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    return crypto::percent_decode(spaced);
  };
  std::vector<std::pair<std::string, std::string>> fields;
  while (!form.empty()) {
    const std::string_view field = form.substr(0, form.find('&'));
    form.remove_prefix(std::min(form.size(), field.size() + 1));
    if (field.empty()) continue;
    const std::size_t equals = std::min(field.find('='), field.size());
    std::optional<std::string> name = decoded(field.substr(0, equals));
    std::optional<std::string> value = decoded(field.substr(std::min(equals + 1, field.size())));
    if (!name || !value) {
      return error{error_kind::usage, "MalformedQueryString",
                   "\"" + std::string{field.substr(0, 100)} + "\" holds a malformed escape"};
    }
    fields.emplace_back(std::move(*name), std::move(*value));
  }
  return fields;
}

result<void> read_query(query_dialect dialect, const std::vector<std::pair<std::string, std::string>>& fields,
                        const model::shape& shape, shape_sink& sink, const read_limits& limits) {
  field_node root;
  for (const auto& [name, value] : fields) {
    if (static_cast<std::size_t>(std::count(name.begin(), name.end(), '.')) >= limits.max_depth) {
      return error{error_kind::usage, "MalformedQueryString",
                   "a parameter is nested deeper than " + std::to_string(limits.max_depth) + " levels"};
    }
    field_node* node = &root;
    for (std::string_view rest = name;;) {
      const std::string_view part = rest.substr(0, rest.find('.'));
      auto found = node->children.find(part);
      if (found == node->children.end()) found = node->children.emplace(std::string{part}, field_node{}).first;
      node = &found->second;
      if (part.size() == rest.size()) break;
      rest.remove_prefix(part.size() + 1);
    }
    node->value = &value;
  }
  return form_walker{dialect, sink}.run(shape, root);
}

}  // namespace aloft::serde
