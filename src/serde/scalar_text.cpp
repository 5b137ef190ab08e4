#include "serde/scalar_text.hpp"

#include <aloft/base64.hpp>
#include <aloft/http_message.hpp>
#include "core/ascii.hpp"
#include "serde/numbers.hpp"

#include <algorithm>

namespace aloft::serde {
namespace {

using model::shape_type;

// Base64 in XML may be broken into lines.
std::optional<std::string> decode_blob(std::string_view text) {
  std::optional<std::string> bytes = from_base64(text);
  if (bytes) return bytes;
  std::string compact;
  std::copy_if(text.begin(), text.end(), std::back_inserter(compact),
               [](char c) { return c != ' ' && c != '\t' && c != '\n' && c != '\r'; });
  return from_base64(compact);
}

// Years 1 to 9999, as ISO 8601 and HTTP write them.
bool has_date(aloft::timestamp when) noexcept {
  return when.seconds >= -62'135'596'800 && when.seconds < 253'402'300'800;
}

}  // namespace

std::string_view push_scalar(shape_sink& sink, const model::shape& shape, timestamp_format format,
                             std::string_view text) {
  switch (shape.type) {
    case shape_type::boolean: {
      const std::string_view word = ascii::trim(text);
      sink.boolean(word == "1" || iequals(word, "true"));
      return {};
    }
    case shape_type::integer:
    case shape_type::long_int:
      if (const auto number = parse_integer(ascii::trim(text))) {
        sink.integer(*number);
        return {};
      }
      return "a whole number";
    case shape_type::single:
    case shape_type::real:
      if (const auto number = parse_real(ascii::trim(text))) {
        sink.real(*number);
        return {};
      }
      return "a number";
    case shape_type::timestamp: {
      const std::string_view time = ascii::trim(text);
      auto when = parse_timestamp(time, format);
      if (!when) when = parse_any_timestamp(time);
      // A number may stand for a date only where a date could be written for it.
      if (!when || (format != timestamp_format::epoch_seconds && !has_date(*when))) return "a time";
      sink.timestamp(*when);
      return {};
    }
    case shape_type::blob:
      if (const auto bytes = decode_blob(text)) {
        sink.blob(*bytes);
        return {};
      }
      return "base64 text";
    default: sink.text(text); return {};
  }
}

void text_sink::integer(std::int64_t value) { text(std::to_string(value)); }
void text_sink::real(double value) { text(real_text(value)); }
void text_sink::boolean(bool value) { text(value ? "true" : "false"); }
void text_sink::blob(std::string_view bytes) { text(to_base64(bytes)); }

void text_sink::timestamp(aloft::timestamp value) {
  const bool stated = described_ != nullptr && described_->time_format.has_value();
  text(format_timestamp(value, stated ? *described_->time_format : default_format_));
}

}  // namespace aloft::serde
