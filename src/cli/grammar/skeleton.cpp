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

class filler {
 public:
  json::value value(const shape_model& of) {
    switch (of.kind()) {
      case shape_kind::structure: return structure(of);
      case shape_kind::list: return json::array{value(of.element())};
      case shape_kind::map: return json::object{{key(of.key()), value(of.element())}};
      case shape_kind::text: return json::value(text(of, ""));
      case shape_kind::blob: return json::value("");
      case shape_kind::boolean: return json::value(true);
      case shape_kind::integer:
      case shape_kind::long_integer: return json::value(0);
      case shape_kind::single:
      case shape_kind::real: return json::value(0.0);
      case shape_kind::timestamp: return json::value("1970-01-01T00:00:00Z");
      case shape_kind::document: return json::object{};
    }
    return nullptr;
  }

 private:
  static std::string text(const shape_model& of, std::string otherwise) {
    auto known = enum_values(of);
    return known.empty() ? std::move(otherwise) : std::move(known.front());
  }
  static std::string key(const shape_model& of) { return text(of, "KeyName"); }

  json::value structure(const shape_model& of) {
    json::object members;
    if (std::find(open_.begin(), open_.end(), of) != open_.end()) return members;
    open_.push_back(of);
    for (const auto member : of.members()) members.emplace(member.name(), value(member.shape()));
    open_.pop_back();
    return members;
  }

  std::vector<shape_model> open_;
};

}  // namespace

std::string print_skeleton(const operation_model& operation, std::string_view kind) {
  const auto shape = kind == "output" ? operation.output() : operation.input();
  const auto value = shape ? filler{}.value(shape) : json::object{};
  return kind == "yaml-input" ? print_yaml(value) : print_json(value, 4) + "\n";
}

}  // namespace aloft::cli
