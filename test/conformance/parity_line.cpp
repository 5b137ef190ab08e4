#include "conformance/parity_line.hpp"

#include <aloft/base64.hpp>
#include "conformance/protocol_case.hpp"
#include "protocol/uri_template.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace aloft::conformance {
namespace {

namespace json = boost::json;

/// Scalars as Python's clients put them into requests; null is nothing.
std::string as_text(const json::value& value) {
  if (value.is_string()) return std::string{value.get_string()};
  return value.is_null() ? std::string{} : json::serialize(value);
}

const json::value& first_of(const json::object& object, std::initializer_list<std::string_view> names) {
  static const json::value nothing;
  for (const auto name : names)
    if (const auto* found = object.if_contains(name)) return *found;
  return nothing;
}

/// {"name": "value"}, {"name": ["a", "b"]}, [["name", "value"]] or [{"name": …, "value": …}].
text_pairs pairs_of(const json::value& value) {
  text_pairs out;
  const auto add = [&](std::string name, const json::value& item) {
    if (!item.is_array()) return out.emplace_back(std::move(name), as_text(item)), void();
    for (const auto& each : item.get_array()) out.emplace_back(name, as_text(each));
  };
  if (value.is_object())
    for (const auto& [name, item] : value.get_object()) add(name, item);
  if (value.is_array())
    for (const auto& pair : value.get_array()) {
      if (pair.is_object())
        add(as_text(first_of(pair.get_object(), {"name", "key"})), first_of(pair.get_object(), {"value"}));
      else if (pair.is_array() && !pair.get_array().empty())
        add(as_text(pair.get_array()[0]), pair.get_array().size() > 1 ? pair.get_array()[1] : json::value{});
    }
  if (value.is_string()) out = query_pairs(value.get_string());
  return out;
}

std::string bytes_of(const json::object& message) {
  const std::string text = as_text(first_of(message, {"body"}));
  return from_base64(text).value_or(text);
}

}  // namespace

json::value parse_line(std::string_view text) {
  std::string fixed;
  fixed.reserve(text.size());
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted && c == '\\' && at + 1 < text.size()) {
      fixed += c;
      fixed += text[++at];
      continue;
    }
    if (c == '"') quoted = !quoted;
    const auto rest = text.substr(at);
    const auto word = quoted                          ? std::string_view{}
                      : rest.starts_with("NaN")       ? rest.substr(0, 3)
                      : rest.starts_with("Infinity")  ? rest.substr(0, 8)
                      : rest.starts_with("-Infinity") ? rest.substr(0, 9)
                                                      : std::string_view{};
    if (word.empty()) {
      fixed += c;
    } else {
      fixed.append("\"").append(word).append("\"");
      at += word.size() - 1;
    }
  }
  json::parse_options options;
  options.max_depth = 512;
  return json::parse(fixed, {}, options);
}

stated_request request_of(const json::object& line) {
  const json::object& given = object_of(line, "request");
  stated_request out;
  out.method = text_of(given, "method");
  if (const auto* prefix = given.if_contains("host_prefix")) out.host_prefix = as_text(*prefix);
  out.path = as_text(first_of(given, {"path", "url_path"}));
  out.query = pairs_of(first_of(given, {"query", "query_string"}));
  if (const auto mark = out.path.find('?'); mark != out.path.npos) {
    for (auto& pair : query_pairs(std::string_view{out.path}.substr(mark + 1))) out.query.push_back(std::move(pair));
    out.path.resize(mark);
  }
  for (auto& [name, value] : pairs_of(first_of(given, {"headers"}))) out.headers[lower_case(name)] = std::move(value);
  out.body = bytes_of(given);
  return out;
}

stated_response response_of(const json::object& line) {
  const json::object& given = object_of(line, "response");
  stated_response out;
  if (const auto& status = first_of(given, {"status", "status_code", "statusCode"}); status.is_number())
    out.status = static_cast<int>(status.to_number<int>());
  for (auto& [name, value] : pairs_of(first_of(given, {"headers"}))) out.headers.add(name, value);
  out.body = bytes_of(given);
  return out;
}

std::string lower_case(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

text_pairs query_pairs(std::string_view query) { return protocol::parse_query(query); }

}  // namespace aloft::conformance
