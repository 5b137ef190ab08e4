#include "cli/grammar/parameter_value.hpp"

#include <aloft/base64.hpp>
#include <aloft/names.hpp>
#include "cli/grammar/parameter_file.hpp"
#include "cli/grammar/shorthand.hpp"
#include "cli/grammar/typed_time.hpp"

#include <boost/json/stream_parser.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

namespace aloft::cli {
namespace {

namespace json = boost::json;

error bad_value(std::string message) { return error{error_kind::usage, "ParameterValue", std::move(message)}; }

std::string quoted(std::string_view text) {
  constexpr std::size_t longest = 60;
  return "'" + std::string{text.substr(0, longest)} + (text.size() > longest ? "…'" : "'");
}

std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view space = " \t\r\n";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

bool looks_like_json(std::string_view text) noexcept {
  text = trimmed(text);
  return text.starts_with('[') || text.starts_with('{');
}

bool is_structured(shape_kind type) noexcept {
  return type == shape_kind::structure || type == shape_kind::map || type == shape_kind::list;
}

template <class Number>
std::optional<Number> number(std::string_view text) noexcept {
  Number parsed{};
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), parsed);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return parsed;
}

std::string without_space(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  return text;
}

class value_reader {
 public:
  explicit value_reader(binary_format blobs) : blobs_{blobs} {}

  result<json::value> words(const shape_model& of, const std::string& place, std::span<const std::string> given) const {
    if (of.kind() != shape_kind::list) return word(of, place, given[0]);
    json::array elements;
    for (const auto& one : given) {
      auto content = read_parameter_text(one);
      if (!content) return content.error();
      if (given.size() == 1 && trimmed(content->text).starts_with('[')) return json_text(of, place, *content);
      auto element = text(of.element(), place, *content);
      if (!element) return element;
      elements.push_back(*std::move(element));
    }
    return elements;
  }

 private:
  /// A value written as one word, which may name a file.
  result<json::value> word(const shape_model& of, const std::string& place, std::string_view given) const {
    auto content = read_parameter_text(given);
    if (!content) return content.error();
    return text(of, place, *content);
  }

  result<json::value> text(const shape_model& of, const std::string& place, const parameter_text& content) const {
    if (of.kind() == shape_kind::document) return json_text(of, place, content);
    if (!is_structured(of.kind())) return scalar(of, place, content);
    if (looks_like_json(content.text)) return json_text(of, place, content);
    if (of.kind() == shape_kind::list) {
      return bad_value(place + ": expected a JSON list of " + std::string{describe(of.element().kind())} +
                       " values such as '[…]', got " + quoted(content.text));
    }
    if (auto only = single_member(of, content.text)) {
      auto value = scalar(only->shape(), place, content);
      if (!value) return value;
      return json::object{{only->name(), *std::move(value)}};
    }
    const auto tree = parse_shorthand(trimmed(content.text));
    if (!tree) return in_place(tree.error(), place);
    return node(of, place, *tree);
  }

  /// A structure of one scalar member may be given as just that scalar: `--instances i-1 i-2`.
  static std::optional<member_model> single_member(const shape_model& of, std::string_view text) noexcept {
    if (of.kind() != shape_kind::structure || of.members().size() != 1) return std::nullopt;
    const auto only = of.members()[0];
    if (is_structured(only.shape().kind())) return std::nullopt;
    const auto key = text.substr(0, text.find('='));
    const bool names_key = key.size() != text.size() && (key == only.name() || key == std::string{only.name()} + "@");
    return names_key ? std::nullopt : std::optional{only};
  }

  result<json::value> json_text(const shape_model& of, const std::string& place, const parameter_text& content) const {
    auto value = read_json(content.text, place);
    if (!value) return value;
    const bool fits = of.kind() == shape_kind::document || (of.kind() == shape_kind::list) == value->is_array();
    if (!fits) {
      return bad_value(place + ": expected " + std::string{describe(of.kind())} + ", got " +
                       (value->is_array() ? "a JSON list" : "a JSON object"));
    }
    if (blobs_ == binary_format::raw_in_base64_out) encode_blobs(*value, of);
    return value;
  }

  /// A node of shorthand. A single value is a list of one where a list is wanted.
  result<json::value> node(const shape_model& of, const std::string& place, const shorthand_node& from) const {
    switch (of.kind()) {
      case shape_kind::structure: return structure(of, place, from);
      case shape_kind::map: return map(of, place, from);
      case shape_kind::list: return list(of, place, from);
      default: break;
    }
    if (from.is == shorthand_node::form::list) {
      return bad_value(place + ": expected " + std::string{describe(of.kind())} +
                       ", got several values; a comma inside a value is written \\, or the value in quotes");
    }
    if (from.is == shorthand_node::form::object) {
      return bad_value(place + ": expected " + std::string{describe(of.kind())} + ", got {key=value}");
    }
    return from.from_file ? word(of, place, from.text) : scalar(of, place, {.text = from.text});
  }

  result<json::value> structure(const shape_model& of, const std::string& place, const shorthand_node& from) const {
    if (from.is != shorthand_node::form::object) return file_or_mismatch(of, place, from);
    json::object members;
    for (const auto& entry : from.nodes) {
      const auto member = of.find(entry.key);
      if (!member) return unknown_key(of, place, entry.key);
      auto value = node(member->shape(), place + "." + entry.key, entry);
      if (!value) return value;
      members.emplace(entry.key, *std::move(value));
    }
    return members;
  }

  result<json::value> map(const shape_model& of, const std::string& place, const shorthand_node& from) const {
    if (from.is != shorthand_node::form::object) return file_or_mismatch(of, place, from);
    json::object entries;
    for (const auto& entry : from.nodes) {
      auto value = node(of.element(), place + "." + entry.key, entry);
      if (!value) return value;
      entries.emplace(entry.key, *std::move(value));
    }
    return entries;
  }

  result<json::value> list(const shape_model& of, const std::string& place, const shorthand_node& from) const {
    if (from.from_file && from.is == shorthand_node::form::text) return word(of, place, from.text);
    json::array elements;
    const auto add = [&](const shorthand_node& element) -> std::optional<error> {
      auto value = node(of.element(), place + "[" + std::to_string(elements.size()) + "]", element);
      if (!value) return value.error();
      elements.push_back(*std::move(value));
      return std::nullopt;
    };
    if (from.is != shorthand_node::form::list) {
      if (auto failure = add(from)) return *failure;
      return elements;
    }
    for (const auto& element : from.nodes) {
      if (auto failure = add(element)) return *failure;
    }
    return elements;
  }

  result<json::value> file_or_mismatch(const shape_model& of, const std::string& place,
                                       const shorthand_node& from) const {
    if (from.from_file && from.is == shorthand_node::form::text) return word(of, place, from.text);
    return bad_value(place + ": expected {key=value,…}, got " +
                     (from.is == shorthand_node::form::list ? std::string{"a list"} : quoted(from.text)));
  }

  static error unknown_key(const shape_model& of, const std::string& place, const std::string& key) {
    std::vector<std::string> known;
    for (const auto member : of.members()) known.emplace_back(member.name());
    std::string message = place + ": no key '" + key + "' here" + did_you_mean(key, known);
    if (const auto quotes = typographic_quotes(key); !quotes.empty()) message += "; " + quotes;
    if (known.size() <= 12) {
      message += " (known:";
      for (const auto& name : known) message += " " + name;
      message += ")";
    }
    return bad_value(std::move(message));
  }

  result<json::value> scalar(const shape_model& of, const std::string& place, const parameter_text& given) const {
    const auto expected = [&] {
      return bad_value(place + ": expected " + std::string{describe(of.kind())} + ", got " + quoted(given.text));
    };
    const auto plain = trimmed(given.text);
    switch (of.kind()) {
      case shape_kind::integer:
        if (const auto value = number<std::int32_t>(plain)) return json::value(*value);
        if (number<std::int64_t>(plain)) return bad_value(place + ": " + quoted(plain) + " does not fit 32 bits");
        return expected();
      case shape_kind::long_integer:
        if (const auto value = number<std::int64_t>(plain)) return json::value(*value);
        return expected();
      case shape_kind::single:
      case shape_kind::real:
        if (plain == "NaN" || plain == "Infinity" || plain == "-Infinity") return json::value(plain);
        if (const auto value = number<double>(plain); value && std::isfinite(*value)) return json::value(*value);
        return expected();
      case shape_kind::boolean:
        if (iequals_ascii(plain, "true")) return json::value(true);
        if (iequals_ascii(plain, "false")) return json::value(false);
        return expected();
      case shape_kind::timestamp:
        if (const auto seconds = number<double>(plain); seconds && std::isfinite(*seconds))
          return json::value(*seconds);
        if (const auto time = read_typed_time(plain)) return json::value(*time);
        return bad_value(place +
                         ": expected a time such as 2026-01-31T12:00:00Z, '2026-01-31 12:00' (UTC), "
                         "'31 Jan 2026' or seconds since 1970, got " +
                         quoted(given.text));
      case shape_kind::blob: return blob(place, given);
      default: return json::value(given.text);
    }
  }

  result<json::value> blob(const std::string& place, const parameter_text& given) const {
    if (given.raw_bytes || blobs_ == binary_format::raw_in_base64_out) return json::value(to_base64(given.text));
    auto text = without_space(given.text);
    if (!from_base64(text)) {
      return bad_value(place + ": expected base64, got " + quoted(given.text) +
                       "; use fileb:// or --cli-binary-format raw-in-base64-out for bytes as they are");
    }
    return json::value(text);
  }

  static bool iequals_ascii(std::string_view a, std::string_view lower) noexcept {
    return std::equal(a.begin(), a.end(), lower.begin(), lower.end(),
                      [](char x, char y) { return (x >= 'A' && x <= 'Z' ? x + ('a' - 'A') : x) == y; });
  }

  static error in_place(const error& failure, const std::string& place) {
    return failure.with([&](error_info& info) { info.message = place + ": " + info.message; });
  }

  binary_format blobs_;
};

}  // namespace

result<json::value> read_parameter(const member_model& parameter, std::string_view name,
                                   std::span<const std::string> words, binary_format blobs) {
  return value_reader{blobs}.words(parameter.shape(), std::string{name}, words);
}

result<json::value> read_json(std::string_view text, std::string_view name) {
  json::parse_options options;
  options.max_depth = 256;
  json::stream_parser parser{{}, options};
  boost::system::error_code failure;
  const auto taken = parser.write_some(text.data(), text.size(), failure);
  const bool more = !failure && !trimmed(text.substr(taken)).empty();
  if (!failure && !more) parser.finish(failure);
  if (!failure && !more) return parser.release();
  std::string what = more ? "something follows the end of the JSON value" : "this is no JSON";
  if (failure == json::error::incomplete) what = "the JSON value is not closed";
  return bad_value(std::string{name} + ": " + what + "\n" + point_at(text, std::min(taken, text.size())));
}

void encode_blobs(json::value& value, const shape_model& shape) {
  switch (shape.kind()) {
    case shape_kind::blob:
      if (const auto* text = value.if_string()) value = to_base64({text->data(), text->size()});
      break;
    case shape_kind::list:
      if (auto* elements = value.if_array()) {
        for (auto& element : *elements) encode_blobs(element, shape.element());
      }
      break;
    case shape_kind::map:
      if (auto* entries = value.if_object()) {
        for (auto& entry : *entries) encode_blobs(entry.value(), shape.element());
      }
      break;
    case shape_kind::structure:
      if (auto* members = value.if_object()) {
        for (auto& entry : *members) {
          if (const auto member = shape.find({entry.key().data(), entry.key().size()})) {
            encode_blobs(entry.value(), member->shape());
          }
        }
      }
      break;
    default: break;
  }
}

std::string_view describe(shape_kind type) noexcept {
  switch (type) {
    case shape_kind::structure: return "a structure";
    case shape_kind::list: return "a list";
    case shape_kind::map: return "a map";
    case shape_kind::text: return "a text";
    case shape_kind::blob: return "a blob";
    case shape_kind::boolean: return "true or false";
    case shape_kind::integer: return "an integer";
    case shape_kind::long_integer: return "a 64-bit integer";
    case shape_kind::single:
    case shape_kind::real: return "a number";
    case shape_kind::timestamp: return "a time";
    case shape_kind::document: return "any JSON value";
  }
  return "a value";
}

}  // namespace aloft::cli
