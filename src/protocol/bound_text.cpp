#include "protocol/bound_text.hpp"

#include <aloft/base64.hpp>
#include "serde/scalar_text.hpp"
#include "serde/utf8.hpp"

namespace aloft::protocol {
using model::shape_type;

bool push_text(const model::member& member, std::string_view text, model::location where, shape_sink& sink) {
  const model::shape& shape = *member.target;
  if (shape.type == shape_type::structure || shape.type == shape_type::list || shape.type == shape_type::map)
    return false;
  if (member.json_value && where == model::location::header) {
    const auto decoded = from_base64(text);
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
