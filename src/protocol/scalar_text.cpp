#include "protocol/scalar_text.hpp"

#include "crypto/base64.hpp"
#include "protocol/body_format.hpp"
#include "serde/numbers.hpp"
#include "serde/scalar_text.hpp"
#include "serde/utf8.hpp"

#include <boost/json.hpp>

namespace aloft::protocol {
namespace {

namespace json = boost::json;
using model::shape_type;

error misfit(const model::member& member, std::string_view expected) {
  return {error_kind::usage, "ParamValidation",
          "Invalid type for parameter " + std::string{member.name} + ": expected " + std::string{expected}};
}

std::string number_text(const json::value& value) {
  if (value.is_int64()) return std::to_string(value.get_int64());
  if (value.is_uint64()) return std::to_string(value.get_uint64());
  return serde::real_text(value.get_double());
}

std::optional<timestamp> to_timestamp(const json::value& value) {
  if (value.is_string()) return parse_any_timestamp(value.get_string());
  if (value.is_int64()) return timestamp{value.get_int64(), 0};
  return value.is_double() ? serde::timestamp_from_epoch(value.get_double()) : std::nullopt;
}

/// A header that holds JSON (jsonvalue): base64 of the text. A string that is JSON text itself travels as it is; any
/// other is made a JSON string.
result<std::string> json_header(const json::value& value) {
  if (value.is_string()) {
    boost::system::error_code bad;
    json::parse(value.get_string(), bad);
    if (!bad) return crypto::to_base64(value.get_string());
  }
  auto text = json_by_member().write(any_value(), value, {}, {});
  if (text) *text = crypto::to_base64(*text);
  return text;
}

}  // namespace

result<std::string> to_text(const model::member& member, const json::value& value, model::location where) {
  switch (member.target->type) {
    case shape_type::string:
      if (member.json_value && where == model::location::header) return json_header(value);
      if (!value.is_string()) return misfit(member, "text");
      return std::string{value.get_string()};
    case shape_type::boolean:
      if (!value.is_bool()) return misfit(member, "true or false");
      return std::string{value.get_bool() ? "true" : "false"};
    case shape_type::integer:
    case shape_type::long_int:
      if (!value.is_int64() && !value.is_uint64()) return misfit(member, "a whole number");
      return number_text(value);
    case shape_type::single:
    case shape_type::real:
      if (value.is_string() && serde::parse_real(value.get_string())) return std::string{value.get_string()};
      if (!value.is_number()) return misfit(member, "a number");
      return number_text(value);
    case shape_type::timestamp: {
      auto when = to_timestamp(value);
      if (!when) return misfit(member, "a timestamp (ISO 8601 text or epoch seconds)");
      if (where == model::location::header) when->nanoseconds = 0;  // as botocore: no header tells fractions
      const auto format = member.time_format.value_or(format_at(where));
      return format_timestamp(*when, format);
    }
    case shape_type::blob:
      if (!value.is_string()) return misfit(member, "base64 text");
      return std::string{value.get_string()};
    default: return misfit(member, "a scalar");
  }
}

bool push_text(const model::member& member, std::string_view text, model::location where, serde::shape_sink& sink) {
  const model::shape& shape = *member.target;
  if (shape.type == shape_type::structure || shape.type == shape_type::list || shape.type == shape_type::map)
    return false;
  if (member.json_value && where == model::location::header) {
    const auto decoded = crypto::from_base64(text);
    const bool readable = decoded && serde::valid_utf8(*decoded);
    if (readable) sink.text(*decoded);
    return readable;
  }
  // Fields may hold any bytes; what is made of an answer is UTF-8 all through.
  if (shape.type == shape_type::string && !serde::valid_utf8(text)) {
    sink.text(serde::as_utf8(text));
    return true;
  }
  return serde::push_scalar(sink, shape, member.time_format.value_or(format_at(where)), text).empty();
}

}  // namespace aloft::protocol
