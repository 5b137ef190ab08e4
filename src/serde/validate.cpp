#include "serde/validate.hpp"

#include "core/names.hpp"
#include "crypto/base64.hpp"
#include "serde/numbers.hpp"
#include "serde/utf8.hpp"
#include "serde/value_path.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

namespace aloft::serde {
namespace {

using model::shape_type;

constexpr std::size_t max_input_depth = 256;
constexpr std::size_t max_findings = 100;  // an error must stay readable

// botocore counts code points, not bytes.
std::size_t characters(std::string_view text) noexcept {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string_view kind_name(const boost::json::value& input) noexcept {
  switch (input.kind()) {
    case boost::json::kind::null: return "null";
    case boost::json::kind::bool_: return "a boolean";
    case boost::json::kind::int64:
    case boost::json::kind::uint64: return "a whole number";
    case boost::json::kind::double_: return "a number";
    case boost::json::kind::string: return "text";
    case boost::json::kind::array: return "a list";
    case boost::json::kind::object: return "an object";
  }
  return "";
}

class validator {
 public:
  void check(const model::shape& shape, const boost::json::value& input, const model::member* as) {
    if (findings_.size() >= max_findings) return;
    if (as != nullptr && as->json_value && as->where == model::location::header) return;  // any JSON will do
    switch (shape.type) {
      case shape_type::structure: return structure(shape, input);
      case shape_type::list: return list(shape, input);
      case shape_type::map: return map(shape, input);
      case shape_type::string: return text(shape, input, as);
      case shape_type::blob: return blob(shape, input);
      case shape_type::boolean:
        if (!input.is_bool()) wrong_type("true or false", input);
        return;
      case shape_type::integer:
      case shape_type::long_int:
        if (!input.is_int64() && !input.is_uint64()) return wrong_type("a whole number", input);
        return range(
            shape, input.is_int64() ? static_cast<double>(input.get_int64()) : static_cast<double>(input.get_uint64()));
      case shape_type::single:
      case shape_type::real: return real(shape, input);
      case shape_type::timestamp: return time(input);
      case shape_type::document: return;
    }
  }

  result<void> outcome() const {
    if (findings_.empty()) return {};
    std::string message = "Parameter validation failed:";
    for (const std::string& finding : findings_) message.append(message.ends_with(":") ? " " : "; ").append(finding);
    return error{error_kind::usage, "ParamValidation", message};
  }

 private:
  void structure(const model::shape& shape, const boost::json::value& input) {
    if (!input.is_object()) return wrong_type("an object", input);
    if (path_.depth() >= max_input_depth) return found("the input is nested deeper than 256 levels");
    const boost::json::object& object = input.get_object();
    const auto given = static_cast<std::size_t>(
        std::count_if(object.begin(), object.end(), [](const auto& entry) { return !entry.value().is_null(); }));
    if (shape.is_union && given != 1) {
      found("exactly one of these must be set: " + names(shape) +
            (given == 0 ? "; none is" : "; " + std::to_string(given) + " are"));
    }
    for (const model::member& member : shape.members) {
      if (!member.required || member.idempotency_token || member.streaming) continue;
      const boost::json::value* const value = object.if_contains(boost::json::string_view{member.name});
      if (value == nullptr || value->is_null())
        found("missing required parameter \"" + std::string{member.name} + "\"");
    }
    for (const auto& entry : object) {
      const model::member* const member = shape.find(entry.key());
      if (member == nullptr) {
        unknown(shape, entry.key());
      } else if (!entry.value().is_null()) {
        path_.push(member->name);
        check(*member->target, entry.value(), member);
        path_.pop();
      }
    }
  }

  void list(const model::shape& shape, const boost::json::value& input) {
    if (!input.is_array()) return wrong_type("a list", input);
    if (path_.depth() >= max_input_depth) return found("the input is nested deeper than 256 levels");
    length(shape, input.get_array().size(), "elements");
    std::size_t index = 0;
    for (const boost::json::value& element : input.get_array()) {
      path_.push(index++);
      if (!element.is_null() || !shape.sparse) check(*shape.element->target, element, shape.element);
      path_.pop();
    }
  }

  void map(const model::shape& shape, const boost::json::value& input) {
    if (!input.is_object()) return wrong_type("an object", input);
    if (path_.depth() >= max_input_depth) return found("the input is nested deeper than 256 levels");
    length(shape, input.get_object().size(), "entries");
    for (const auto& entry : input.get_object()) {
      path_.push(entry.key());
      const model::shape& key = *shape.key->target;
      if (!valid_utf8(entry.key())) found("the key is not UTF-8 text");
      if (key.has_min && static_cast<double>(characters(entry.key())) < key.min)
        found("the key is shorter than " + number(key.min) + " characters");
      if (!entry.value().is_null() || !shape.sparse) check(*shape.element->target, entry.value(), shape.element);
      path_.pop();
    }
  }

  void text(const model::shape& shape, const boost::json::value& input, const model::member* as) {
    if (!input.is_string()) return wrong_type("text", input);
    if (!valid_utf8(input.get_string())) return found("is not UTF-8 text");
    const std::size_t size = characters(input.get_string());
    if (!shape.has_min && as != nullptr && as->host_label && size < 1)
      return found("must not be empty: it is part of the host name");
    length(shape, size, "characters");
  }

  void blob(const model::shape&, const boost::json::value& input) {
    if (!input.is_string()) return wrong_type("base64 text", input);
    if (!crypto::from_base64(input.get_string())) found("is not base64 text");
  }

  void real(const model::shape& shape, const boost::json::value& input) {
    if (input.is_double()) return range(shape, input.get_double());
    if (input.is_int64()) return range(shape, static_cast<double>(input.get_int64()));
    if (input.is_uint64()) return range(shape, static_cast<double>(input.get_uint64()));
    if (input == "NaN" || input == "Infinity" || input == "-Infinity") return;
    wrong_type("a number", input);
  }

  void time(const boost::json::value& input) {
    if (input.is_number()) {
      if (input.is_double() && !timestamp_from_epoch(input.get_double())) found("is not a time");
      return;
    }
    if (!input.is_string()) return wrong_type("a time (ISO 8601 text or seconds since 1970)", input);
    if (!parse_any_timestamp(input.get_string())) {
      found("\"" + std::string{input.get_string().subview(0, 100)} +
            "\" is not a time; expected ISO 8601 text (2026-01-31T12:00:00Z) or seconds since 1970");
    }
  }

  void range(const model::shape& shape, double value) {
    if (shape.has_min && value < shape.min) found(number(value) + " is below the minimum of " + number(shape.min));
  }

  void length(const model::shape& shape, std::size_t size, std::string_view of) {
    if (!shape.has_min || static_cast<double>(size) >= shape.min) return;
    found("has " + std::to_string(size) + " " + std::string{of} + "; at least " + number(shape.min) + " are needed");
  }

  void unknown(const model::shape& shape, std::string_view name) {
    std::vector<std::string> known;
    for (const model::member& member : shape.members) known.emplace_back(member.name);
    std::string finding = "unknown parameter \"" + std::string{name} + "\"";
    const std::string near = did_you_mean(name, known);
    finding.append(near.empty() ? "; known are " + names(shape) : near);
    found(finding);
  }

  static std::string names(const model::shape& shape) {
    std::string list;
    for (const model::member& member : shape.members) list.append(list.empty() ? "" : ", ").append(member.name);
    return list.empty() ? "none" : list;
  }

  static std::string number(double value) {
    std::array<char, 32> text;
    const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
    return {text.data(), written.ptr};
  }

  void wrong_type(std::string_view expected, const boost::json::value& input) {
    found("expected " + std::string{expected} + ", got " + std::string{kind_name(input)});
  }

  void found(const std::string& finding) { findings_.push_back(path_.text() + ": " + finding); }

  value_path path_;
  std::vector<std::string> findings_;
};

}  // namespace

result<void> validate(const model::shape& shape, const boost::json::value& input) {
  validator checker;
  checker.check(shape, input, nullptr);
  return checker.outcome();
}

}  // namespace aloft::serde
