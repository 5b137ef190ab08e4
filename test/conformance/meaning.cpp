#include "conformance/meaning.hpp"

#include <aloft/base64.hpp>
#include <aloft/http_message.hpp>
#include "aloft/value.hpp"
#include "crypto/percent.hpp"
#include "protocol/uri_template.hpp"
#include "serde/cbor_reader.hpp"
#include "serde/document_builder.hpp"

#include <expat.h>
#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace aloft::conformance {
namespace {

namespace json = boost::json;
using model::shape_type;

std::string unreadable(std::string_view text) { return "(not readable) " + std::string{text}; }

/// Whole numbers are written as such whether they came as 1 or 1.0; others to 14 digits, which is what every parser of
/// the data files keeps; those of the size of epoch seconds to 15, or microseconds would be lost.
void write_number(std::string& out, const json::value& number) {
  if (!number.is_double()) {
    out += json::serialize(number);
    return;
  }
  const double real = number.get_double();
  std::array<char, 32> digits;
  const bool whole = std::fabs(real) < 9e15 && real == std::floor(real);
  const char* format = whole ? "%.0f" : std::fabs(real) < 1e8 ? "%.14g" : "%.15g";
  const int size = std::snprintf(digits.data(), digits.size(), format, real + 0.0);
  out.append(digits.data(), static_cast<std::size_t>(size));
}

/// A number with a fraction or an exponent, which may be written in several ways; nothing for other text.
std::optional<double> real_number(std::string_view text) {
  const std::string plain{text};
  if (plain.empty() || plain.find_first_not_of("0123456789+-.eE") != plain.npos) return std::nullopt;
  if (plain.find_first_of(".eE") == plain.npos) return std::nullopt;
  char* end = nullptr;
  const double number = std::strtod(plain.c_str(), &end);
  return *end == '\0' ? std::optional{number} : std::nullopt;
}

void write_sorted(std::string& out, const json::value& value) {
  if (value.is_array()) {
    out += '[';
    bool first = true;
    for (const auto& item : value.get_array()) {
      if (!std::exchange(first, false)) out += ", ";
      write_sorted(out, item);
    }
    out += ']';
  } else if (value.is_object()) {
    std::vector<std::string_view> names;
    for (const auto& [name, item] : value.get_object()) names.push_back(name);
    std::sort(names.begin(), names.end());
    out += '{';
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (i > 0) out += ", ";
      out += json::serialize(json::string{names[i]}) + ": ";
      write_sorted(out, value.get_object().at(names[i]));
    }
    out += '}';
  } else if (value.is_number()) {
    write_number(out, value);
  } else {
    out += json::serialize(value);
  }
}

/// An element with its attributes, text and children, written out again in one way.
struct element {
  std::string name, text;
  std::vector<std::string> attributes;
  std::vector<element> children;

  void write_text(std::string& out) const {
    if (const auto real = real_number(text))
      write_number(out, json::value(*real));
    else
      out += text;
  }

  void write(std::string& out) {
    std::sort(attributes.begin(), attributes.end());
    std::stable_sort(children.begin(), children.end(), [](auto& a, auto& b) { return a.name < b.name; });
    out += '<' + name;
    for (const auto& attribute : attributes) out += ' ' + attribute;
    out += '>';
    if (children.empty()) write_text(out);  // between children, white space means nothing
    for (auto& child : children) child.write(out);
    out += "</" + name + '>';
  }
};

struct xml_tree {
  element document;
  std::vector<element*> open{&document};

  static void start(void* self, const char* name, const char** attributes) {
    auto& tree = *static_cast<xml_tree*>(self);
    element made;
    made.name = name;
    for (; *attributes; attributes += 2)
      made.attributes.push_back(std::string{attributes[0]} + "=\"" + attributes[1] + '"');
    tree.open.back()->children.push_back(std::move(made));
    tree.open.push_back(&tree.open.back()->children.back());
  }
  static void end(void* self, const char*) { static_cast<xml_tree*>(self)->open.pop_back(); }
  static void text(void* self, const char* bytes, int size) {
    static_cast<xml_tree*>(self)->open.back()->text.append(bytes, static_cast<std::size_t>(size));
  }
};

std::optional<json::value> epoch_seconds(const json::value& value) {
  if (value.is_number()) return value;
  if (!value.is_string()) return std::nullopt;
  const auto when = parse_any_timestamp(value.get_string());
  if (!when) return std::nullopt;
  if (when->nanoseconds == 0) return json::value(when->seconds);
  return json::value(static_cast<double>(when->seconds) + when->nanoseconds / 1e9);
}

}  // namespace

std::string canonical_json(const json::value& value) {
  std::string out;
  write_sorted(out, value);
  return out;
}

std::string canonical_json(std::string_view text) {
  boost::system::error_code bad;
  const auto value = json::parse({text.data(), text.size()}, bad);
  return bad ? unreadable(text) : canonical_json(value);
}

std::string canonical_xml(std::string_view text) {
  xml_tree tree;
  XML_Parser parser = XML_ParserCreate("UTF-8");
  XML_SetUserData(parser, &tree);
  XML_SetElementHandler(parser, xml_tree::start, xml_tree::end);
  XML_SetCharacterDataHandler(parser, xml_tree::text);
  const bool fine = XML_Parse(parser, text.data(), static_cast<int>(text.size()), 1) == XML_STATUS_OK;
  XML_ParserFree(parser);
  if (!fine || tree.document.children.size() != 1) return unreadable(text);
  std::string out;
  tree.document.children.front().write(out);
  return out;
}

std::string canonical_form(std::string_view text) {
  std::vector<std::string> fields;
  for (const auto& [name, value] : protocol::parse_query(text)) {
    std::string field = crypto::percent_encode(name) + '=';
    if (const auto real = real_number(value))
      write_number(field, json::value(*real));
    else
      field += crypto::percent_encode(value);
    fields.push_back(std::move(field));
  }
  std::sort(fields.begin(), fields.end());
  std::string out;
  for (const auto& field : fields) out += field + '\n';
  return out;
}

std::string canonical_cbor(std::string_view bytes) {
  if (bytes.empty()) return {};
  model::shape anything;
  anything.type = shape_type::document;
  serde::document_builder builder;
  if (!serde::cbor_reader{anything, builder}.read(bytes)) return unreadable(to_base64(bytes));
  const auto made = builder.finish();
  return made ? canonical_json(to_json(made->root())) : unreadable(to_base64(bytes));
}

json::value normalized(const model::shape& shape, const json::value& value, const value_style& style) {
  switch (shape.type) {
    case shape_type::structure: {
      if (!value.is_object()) return value;
      json::object out;
      for (const auto& [name, item] : value.get_object()) {
        if (item.is_null()) continue;
        const auto* member = shape.find(name);
        out[name] = member ? normalized(*member->target, item, style) : item;
      }
      return out;
    }
    case shape_type::list: {
      if (!value.is_array()) return value;
      json::array out;
      for (const auto& item : value.get_array())
        out.push_back(item.is_null() ? item : normalized(*shape.element->target, item, style));
      return out;
    }
    case shape_type::map: {
      if (!value.is_object()) return value;
      json::object out;
      for (const auto& [key, item] : value.get_object())
        out[key] = item.is_null() ? item : normalized(*shape.element->target, item, style);
      return out;
    }
    case shape_type::blob:
      if (!value.is_string() || !style.blobs_are_text) return value;
      return json::value(to_base64(value.get_string()));
    case shape_type::timestamp: return epoch_seconds(value).value_or(value);
    default: return value;
  }
}

std::string canonical_header(std::string_view name, std::string_view value) {
  if (iequals(name, "Content-Type")) value = value.substr(0, value.find(';'));
  std::string out;
  for (const char c : value) {
    if ((c == ' ' || c == '\t') && (out.empty() || out.back() == ',')) continue;
    out += c;
  }
  return out;
}

}  // namespace aloft::conformance
