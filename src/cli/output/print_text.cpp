#include "cli/output/cells.hpp"
#include "cli/output/printers.hpp"

#include <map>
#include <set>

namespace aloft::cli {
namespace {

namespace json = boost::json;

bool is_scalar(const json::value& value) noexcept { return !value.is_object() && !value.is_array(); }

std::string upper(std::string_view name) {
  std::string text{name};
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

/// Scalars as Python writes them.
std::string python_text(const json::value& value) {
  if (value.is_null()) return "None";
  if (value.is_bool()) return value.get_bool() ? "True" : "False";
  return scalar_text(value);
}

class printer {
 public:
  std::string run(const json::value& document) {
    print(document, {}, nullptr);
    return std::move(text_);
  }

 private:
  using key_set = std::set<std::string>;

  void print(const json::value& value, const std::string& name, const key_set* scalar_keys) {
    if (const auto* object = value.if_object()) return print_object(*object, name, scalar_keys);
    if (const auto* list = value.if_array()) return print_list(*list, name);
    text_ += python_text(value) + "\n";
  }

  void print_list(const json::array& list, const std::string& name) {
    key_set scalar_keys;
    std::vector<std::string> scalars;
    for (const auto& element : list) {
      if (is_scalar(element)) scalars.push_back(python_text(element));
      const auto* object = element.if_object();
      if (!object) continue;
      for (const auto& member : *object) {
        if (is_scalar(member.value())) scalar_keys.emplace(member.key().data(), member.key().size());
      }
    }
    print_scalars(scalars, name);
    for (const auto& element : list) {
      if (!is_scalar(element)) print(element, name, &scalar_keys);
    }
  }

  void print_scalars(const std::vector<std::string>& scalars, const std::string& name) {
    if (scalars.empty()) return;
    if (name.empty()) return line(scalars);
    for (const auto& scalar : scalars) line({upper(name), scalar});
  }

  /// `scalar_keys`: what the records of a list have between them, so that their columns line up.
  void print_object(const json::object& object, const std::string& name, const key_set* scalar_keys) {
    std::map<std::string, const json::value*> members;
    for (const auto& member : object) {
      members.emplace(std::string{member.key().data(), member.key().size()}, &member.value());
    }
    std::vector<std::string> scalars;
    if (!name.empty()) scalars.push_back(upper(name));
    const auto prefix = scalars.size();
    if (scalar_keys) {
      for (const auto& key : *scalar_keys) {
        const auto found = members.find(key);
        scalars.push_back(found == members.end() || !is_scalar(*found->second) ? "" : python_text(*found->second));
      }
    } else {
      for (const auto& [key, value] : members) {
        if (is_scalar(*value)) scalars.push_back(python_text(*value));
      }
    }
    if (scalars.size() > prefix) line(scalars);
    for (const auto& [key, value] : members) {
      if (!is_scalar(*value)) print(*value, key, nullptr);
    }
  }

  void line(const std::vector<std::string>& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) text_ += (i ? "\t" : "") + fields[i];
    text_ += '\n';
  }

  std::string text_;
};

}  // namespace

std::string print_text(const json::value& document) { return printer{}.run(document); }

}  // namespace aloft::cli
