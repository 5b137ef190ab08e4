#include "crypto/base64.hpp"
#include "serde/numbers.hpp"
#include "serde/untyped.hpp"
#include "serde/value_path.hpp"
#include "serde/walk.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <cmath>
#include <limits>
#include <optional>
#include <string>

namespace aloft::serde {
namespace {

using model::shape_type;

// Below what would exhaust a thread's stack; nothing that AWS takes is near it.
constexpr std::size_t max_input_depth = 256;

class input_walker {
 public:
  input_walker(shape_sink& sink, const walk_options& options) : sink_{sink}, options_{options} {}

  result<void> run(const model::shape& shape, const boost::json::value& input) {
    if (put(shape, input, nullptr)) return {};
    return sink_.failed() ? sink_.failure() : failure_;
  }

 private:
  // All of these return false once something failed.
  bool put(const model::shape& shape, const boost::json::value& input, const model::member* as) {
    if (as != nullptr && as->json_value && as->where == model::location::header) {
      sink_.text(boost::json::serialize(input));
      return !sink_.failed();
    }
    switch (shape.type) {
      case shape_type::structure: return structure(shape, input);
      case shape_type::list: return list(shape, input);
      case shape_type::map: return map(shape, input);
      case shape_type::string:
        if (!input.is_string()) return expected("text", input);
        sink_.text(input.get_string());
        break;
      case shape_type::blob: return blob(input);
      case shape_type::boolean:
        if (!input.is_bool()) return expected("true or false", input);
        sink_.boolean(input.get_bool());
        break;
      case shape_type::integer:
      case shape_type::long_int: return integer(shape, input);
      case shape_type::single:
      case shape_type::real: return real(input);
      case shape_type::timestamp: return time(input);
      case shape_type::document: return document(input);
    }
    return !sink_.failed();
  }

  bool structure(const model::shape& shape, const boost::json::value& input) {
    if (!input.is_object()) return expected("an object", input);
    if (!enter()) return false;
    const bool root = path_.depth() == 0;
    const model::member* token =
        root && !options_.idempotency_token.empty() ? missing_token(shape, input.get_object()) : nullptr;
    std::size_t size = token != nullptr ? 1 : 0;
    for (const auto& entry : input.get_object()) {
      const model::member* const member = shape.find(entry.key());
      if (member == nullptr) return unknown(shape, entry.key());
      size += is_sent(*member, entry.value(), root);
    }
    sink_.begin(shape, size);
    for (const auto& entry : input.get_object()) {
      const model::member& member = *shape.find(entry.key());
      if (!is_sent(member, entry.value(), root)) continue;
      sink_.member(member);
      path_.push(member.name);
      if (!put(*member.target, entry.value(), &member)) return false;
      path_.pop();
    }
    if (token != nullptr) {
      sink_.member(*token);
      sink_.text(options_.idempotency_token);
    }
    return leave();
  }

  bool list(const model::shape& shape, const boost::json::value& input) {
    if (!input.is_array()) return expected("a list", input);
    if (!enter()) return false;
    sink_.begin(shape, input.get_array().size());
    std::size_t index = 0;
    for (const boost::json::value& element : input.get_array()) {
      path_.push(index++);
      if (!element_of(shape, element)) return false;
      path_.pop();
    }
    return leave();
  }

  bool map(const model::shape& shape, const boost::json::value& input) {
    if (!input.is_object()) return expected("an object", input);
    if (!enter()) return false;
    sink_.begin(shape, input.get_object().size());
    for (const auto& entry : input.get_object()) {
      sink_.key(entry.key());
      path_.push(entry.key());
      if (!element_of(shape, entry.value())) return false;
      path_.pop();
    }
    return leave();
  }

  bool element_of(const model::shape& collection, const boost::json::value& input) {
    if (input.is_null() && collection.sparse) {
      sink_.null();
      return !sink_.failed();
    }
    return put(*collection.element->target, input, collection.element);
  }

  bool blob(const boost::json::value& input) {
    if (!input.is_string()) return expected("base64 text", input);
    const std::optional<std::string> bytes = crypto::from_base64(input.get_string());
    if (!bytes) return wrong("a blob must be base64 text");
    sink_.blob(*bytes);
    return !sink_.failed();
  }

  bool integer(const model::shape& shape, const boost::json::value& input) {
    boost::system::error_code too_large;
    if (!input.is_int64() && !input.is_uint64()) return expected("a whole number", input);
    // C++ callers give unsigned numbers too; those that fit are as good as signed ones.
    const auto number = input.to_number<std::int64_t>(too_large);
    if (too_large) return wrong("the number is larger than 64 bits hold");
    using narrow = std::numeric_limits<std::int32_t>;
    if (shape.type == shape_type::integer && (number < narrow::min() || number > narrow::max())) {
      return wrong(std::to_string(number) + " is out of range: the member holds 32 bits");
    }
    sink_.integer(number);
    return !sink_.failed();
  }

  bool real(const boost::json::value& input) {
    if (input.is_double()) {
      sink_.real(input.get_double());
    } else if (input.is_int64()) {
      sink_.real(static_cast<double>(input.get_int64()));
    } else if (input.is_uint64()) {
      sink_.real(static_cast<double>(input.get_uint64()));
    } else if (input == "NaN") {
      sink_.real(std::numeric_limits<double>::quiet_NaN());
    } else if (input == "Infinity") {
      sink_.real(std::numeric_limits<double>::infinity());
    } else if (input == "-Infinity") {
      sink_.real(-std::numeric_limits<double>::infinity());
    } else {
      return expected("a number", input);
    }
    return !sink_.failed();
  }

  bool time(const boost::json::value& input) {
    std::optional<aloft::timestamp> when;
    if (input.is_string()) {
      when = parse_any_timestamp(input.get_string());
    } else if (input.is_int64()) {
      when = aloft::timestamp{input.get_int64(), 0};
    } else if (input.is_double()) {
      when = timestamp_from_epoch(input.get_double());
    } else {
      return expected("a time (ISO 8601 text or seconds since 1970)", input);
    }
    if (!when) return wrong("this is not a time; expected ISO 8601 text (2026-01-31T12:00:00Z) or seconds since 1970");
    sink_.timestamp(*when);
    return !sink_.failed();
  }

  bool document(const boost::json::value& input) {
    switch (input.kind()) {
      case boost::json::kind::null: sink_.null(); break;
      case boost::json::kind::bool_: sink_.boolean(input.get_bool()); break;
      case boost::json::kind::int64: sink_.integer(input.get_int64()); break;
      case boost::json::kind::uint64: sink_.real(static_cast<double>(input.get_uint64())); break;
      case boost::json::kind::double_: sink_.real(input.get_double()); break;
      case boost::json::kind::string: sink_.text(input.get_string()); break;
      case boost::json::kind::array: return list(untyped_list(), input);
      case boost::json::kind::object: return map(untyped_map(), input);
    }
    return !sink_.failed();
  }

  bool is_sent(const model::member& member, const boost::json::value& input, bool root) const {
    if (input.is_null()) return member.target->type == shape_type::document && !root;
    if (!root) return true;
    return !member.streaming && (!options_.body_only || member.where == model::location::body);
  }

  const model::member* missing_token(const model::shape& shape, const boost::json::object& input) const {
    for (const model::member& member : shape.members) {
      if (!member.idempotency_token || (options_.body_only && member.where != model::location::body)) continue;
      const boost::json::value* const given = input.if_contains(boost::json::string_view{member.name});
      if (given == nullptr || given->is_null()) return &member;
    }
    return nullptr;
  }

  bool enter() {
    if (++depth_ <= max_input_depth) return true;
    return wrong("the input is nested deeper than " + std::to_string(max_input_depth) + " levels");
  }

  bool leave() {
    --depth_;
    sink_.end();
    return !sink_.failed();
  }

  bool unknown(const model::shape& shape, std::string_view name) {
    return wrong("unknown parameter \"" + std::string{name} + "\" in " + std::string{shape.name});
  }

  bool expected(std::string_view what, const boost::json::value& input) {
    return wrong("expected " + std::string{what} + ", got " + std::string{to_string(input.kind())});
  }

  bool wrong(const std::string& message) {
    failure_ = error{error_kind::usage, "ParamValidation", path_.text() + ": " + message};
    return false;
  }

  shape_sink& sink_;
  const walk_options& options_;
  value_path path_;
  std::size_t depth_ = 0;
  error failure_;
};

}  // namespace

result<void> walk(const model::shape& shape, const boost::json::value& input, shape_sink& sink,
                  const walk_options& options) {
  return input_walker{sink, options}.run(shape, input);
}

}  // namespace aloft::serde
