#include "serde/json_writer.hpp"

#include <aloft/base64.hpp>
#include <aloft/json_text.hpp>
#include "serde/numbers.hpp"

#include <cmath>
#include <utility>

namespace aloft::serde {

using model::shape_type;

json_writer::json_writer(const json_writer_options& options) : options_{options} { out_.reserve(256); }

void json_writer::before_value() {
  if (open_.empty() || open_.back()->type != shape_type::list) return;
  if (out_.back() != '[') out_.push_back(',');
  member_ = open_.back()->element;
}

void json_writer::begin(const model::shape& shape, std::size_t) {
  before_value();
  out_.push_back(shape.type == shape_type::list ? '[' : '{');
  open_.push_back(&shape);
}

void json_writer::end() {
  out_.push_back(open_.back()->type == shape_type::list ? ']' : '}');
  open_.pop_back();
}

void json_writer::member(const model::member& member) {
  member_ = &member;
  key(options_.names == json_names::location ? member.wire : member.name);
}

void json_writer::key(std::string_view key) {
  if (open_.back()->type == shape_type::map) member_ = open_.back()->element;
  if (out_.back() != '{') out_.push_back(',');
  append_json_string(out_, key);
  out_.push_back(':');
}

void json_writer::text(std::string_view value) {
  before_value();
  append_json_string(out_, value);
}

void json_writer::integer(std::int64_t value) {
  before_value();
  append_integer(out_, value);
}

void json_writer::real(double value) {
  before_value();
  const std::string text = real_text(value);
  if (std::isfinite(value)) {
    out_.append(text);
  } else {
    append_json_string(out_, text);
  }
}

void json_writer::boolean(bool value) {
  before_value();
  out_.append(value ? "true" : "false");
}

void json_writer::blob(std::string_view bytes) {
  before_value();
  out_.push_back('"');
  append_base64(out_, bytes);
  out_.push_back('"');
}

void json_writer::timestamp(aloft::timestamp value) {
  before_value();
  const bool stated = member_ != nullptr && member_->time_format.has_value();
  const timestamp_format format = stated ? *member_->time_format : options_.time_format;
  const std::string text = format_timestamp(value, format);
  if (format == timestamp_format::epoch_seconds) {
    out_.append(text);
  } else {
    append_json_string(out_, text);
  }
}

void json_writer::null() {
  before_value();
  out_.append("null");
}

std::string json_writer::take() { return std::exchange(out_, {}); }

}  // namespace aloft::serde
