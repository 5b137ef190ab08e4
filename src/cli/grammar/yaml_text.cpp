#include "cli/grammar/yaml_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <yaml.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

namespace aloft::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t most_values = 1'000'000;
constexpr std::size_t deepest = 200;

struct parsed_document {
  yaml_parser_t parser{};
  yaml_document_t document{};
  bool loaded = false;

  explicit parsed_document(std::string_view text) {
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    loaded = yaml_parser_load(&parser, &document) == 1;
  }
  ~parsed_document() {
    if (loaded) yaml_document_delete(&document);
    yaml_parser_delete(&parser);
  }
  parsed_document(const parsed_document&) = delete;
};

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

class converter {
 public:
  converter(yaml_document_t& document, std::string_view name) : document_{document}, name_{name} {}

  result<json::value> run() {
    auto* root = yaml_document_get_root_node(&document_);
    auto value = root ? convert(*root, 0) : json::value(nullptr);
    if (failure_) return *failure_;
    return value;
  }

 private:
  json::value fail(const yaml_node_t& at, std::string_view what) {
    if (!failure_)
      failure_ = error{error_kind::usage, "BadYaml",
                       std::string{name_} + ": line " + std::to_string(at.start_mark.line + 1) + ", column " +
                           std::to_string(at.start_mark.column + 1) + ": " + std::string{what}};
    return nullptr;
  }

  static std::string_view text_of(const yaml_node_t& node) {
    return {reinterpret_cast<const char*>(node.data.scalar.value), node.data.scalar.length};
  }

  json::value convert(const yaml_node_t& node, std::size_t depth) {
    if (failure_) return nullptr;
    if (++values_ > most_values || depth > deepest) return fail(node, "aliases make too much of this text");
    const std::string_view tag{node.tag ? reinterpret_cast<const char*>(node.tag) : ""};
    if (tag.starts_with('!')) return fail(node, "a tag (" + std::string{tag} + "), which has no meaning here");
    switch (node.type) {
      case YAML_SCALAR_NODE:
        return node.data.scalar.style == YAML_PLAIN_SCALAR_STYLE && tag == YAML_STR_TAG
                   ? yaml_plain_scalar(text_of(node))
                   : json::value(text_of(node));
      case YAML_SEQUENCE_NODE: {
        json::array list;
        for (auto* item = node.data.sequence.items.start; item < node.data.sequence.items.top; ++item)
          list.push_back(convert(*yaml_document_get_node(&document_, *item), depth + 1));
        return list;
      }
      case YAML_MAPPING_NODE: {
        json::object members;
        for (auto* pair = node.data.mapping.pairs.start; pair < node.data.mapping.pairs.top; ++pair) {
          const auto& key = *yaml_document_get_node(&document_, pair->key);
          if (key.type != YAML_SCALAR_NODE) return fail(key, "a key that is no text");
          auto value = convert(*yaml_document_get_node(&document_, pair->value), depth + 1);
          if (!members.emplace(text_of(key), std::move(value)).second) return fail(key, "a key that was here before");
        }
        return members;
      }
      case YAML_NO_NODE: break;
    }
    return nullptr;
  }

  yaml_document_t& document_;
  std::string_view name_;
  std::size_t values_ = 0;
  std::optional<error> failure_;
};

}  // namespace

json::value yaml_plain_scalar(std::string_view text) {
  if (is_one_of(text, {"", "~", "null", "Null", "NULL"})) return nullptr;
  if (is_one_of(text, {"true", "True", "TRUE"})) return true;
  if (is_one_of(text, {"false", "False", "FALSE"})) return false;
  const auto digits = text.starts_with('+') ? text.substr(1) : text;
  std::int64_t whole = 0;
  const auto end = digits.data() + digits.size();
  if (const auto read = std::from_chars(digits.data(), end, whole); read.ec == std::errc{} && read.ptr == end)
    return whole;
  double real = 0;
  const bool number =
      !digits.empty() && (digits[0] == '-' || digits[0] == '.' || (digits[0] >= '0' && digits[0] <= '9'));
  if (const auto read = std::from_chars(digits.data(), end, real);
      number && read.ec == std::errc{} && read.ptr == end && std::isfinite(real))
    return real;
  return json::value(text);
}

result<json::value> read_yaml(std::string_view text, std::string_view name) {
  parsed_document parsed{text};
  if (parsed.loaded) return converter{parsed.document, name}.run();
  const auto& at = parsed.parser.problem_mark;
  return error{error_kind::usage, "BadYaml",
               std::string{name} + ": line " + std::to_string(at.line + 1) + ", column " +
                   std::to_string(at.column + 1) + ": " +
                   (parsed.parser.problem ? parsed.parser.problem : "this is no YAML")};
}

}  // namespace aloft::cli
