#include "cli/grammar/skeleton.hpp"

#include "cli/help/type_text.hpp"
#include "cli/output/json_printer.hpp"
#include "cli/output/printers.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <vector>

namespace aloft::cli {
namespace {

namespace json = boost::json;
using model::shape_type;

class filler {
 public:
  json::value value(const model::shape& of) {
    switch (of.type) {
      case shape_type::structure: return structure(of);
      case shape_type::list: return json::array{value(*of.element->target)};
      case shape_type::map: return json::object{{key(*of.key->target), value(*of.element->target)}};
      case shape_type::string: return json::value(text(of, ""));
      case shape_type::blob: return json::value("");
      case shape_type::boolean: return json::value(true);
      case shape_type::integer:
      case shape_type::long_int: return json::value(0);
      case shape_type::single:
      case shape_type::real: return json::value(0.0);
      case shape_type::timestamp: return json::value("1970-01-01T00:00:00Z");
      case shape_type::document: return json::object{};
    }
    return nullptr;
  }

 private:
  static std::string text(const model::shape& of, std::string otherwise) {
    auto known = enum_values(of);
    return known.empty() ? std::move(otherwise) : std::move(known.front());
  }
  static std::string key(const model::shape& of) { return text(of, "KeyName"); }

  json::value structure(const model::shape& of) {
    json::object members;
    if (std::find(open_.begin(), open_.end(), &of) != open_.end()) return members;
    open_.push_back(&of);
    for (const auto& member : of.members) members.emplace(member.name, value(*member.target));
    open_.pop_back();
    return members;
  }

  std::vector<const model::shape*> open_;
};

}  // namespace

std::string print_skeleton(const model::operation& operation, std::string_view kind) {
  const auto* shape = kind == "output" ? operation.output : operation.input;
  const auto value = shape ? filler{}.value(*shape) : json::object{};
  return kind == "yaml-input" ? print_yaml(value) : print_json(value, 4) + "\n";
}

}  // namespace aloft::cli
