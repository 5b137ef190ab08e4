#include "model/model_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/stream_parser.hpp>

#include <algorithm>

namespace aloft::model {

namespace json = boost::json;

void fail_model(std::string_view where, std::string_view what) {
  throw error{error_kind::config, "InvalidModel", std::string{where} + ": " + std::string{what}};
}

json::value parse_model(std::string_view text, std::string_view what) {
  json::parse_options options;
  options.max_depth = 256;
  json::stream_parser parser{{}, options};
  boost::system::error_code fault;
  const auto used = parser.write_some({text.data(), text.size()}, fault);
  if (!fault && used < text.size()) {
    const bool blank = text.find_first_not_of(" \t\r\n", used) == text.npos;
    if (!blank) fail_model(what, "more text after the JSON value, at byte " + std::to_string(used));
  }
  if (!fault) parser.finish(fault);
  if (fault) fail_model(what, "no valid JSON at byte " + std::to_string(used) + ": " + fault.message());
  return parser.release();
}

std::string_view text_of(const json::object& object, std::string_view key, std::string_view where) {
  const auto* found = object.if_contains({key.data(), key.size()});
  if (!found) return {};
  if (const auto* text = found->if_string()) return {text->data(), text->size()};
  fail_model(where, "'" + std::string{key} + "' must be a text");
}

bool flag_of(const json::object& object, std::string_view key) {
  const auto* found = object.if_contains({key.data(), key.size()});
  return found && found->is_bool() && found->get_bool();
}

const json::object& object_of(const json::object& object, std::string_view key, std::string_view where) {
  static const json::object none;
  const auto* found = object.if_contains({key.data(), key.size()});
  if (!found) return none;
  if (const auto* inner = found->if_object()) return *inner;
  fail_model(where, "'" + std::string{key} + "' must be an object");
}

const json::array& array_of(const json::object& object, std::string_view key, std::string_view where) {
  static const json::array none;
  const auto* found = object.if_contains({key.data(), key.size()});
  if (!found) return none;
  if (const auto* inner = found->if_array()) return *inner;
  fail_model(where, "'" + std::string{key} + "' must be a list");
}

std::string rest_of(const json::object& object, std::initializer_list<std::string_view> without) {
  json::object rest;
  for (const auto& [key, value] : object) {
    const std::string_view name{key.data(), key.size()};
    if (name == "documentation" || std::ranges::find(without, name) != without.end()) continue;
    rest.emplace(key, value);
  }
  return rest.empty() ? std::string{} : json::serialize(rest);
}

void strip_documentation(json::value& value) {
  if (auto* object = value.if_object()) {
    if (const auto* text = object->if_contains("documentation"); text && text->is_string())
      object->erase("documentation");
    for (auto& each : *object) strip_documentation(each.value());
  } else if (auto* array = value.if_array()) {
    for (auto& each : *array) strip_documentation(each);
  }
}

}  // namespace aloft::model
