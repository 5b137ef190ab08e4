#pragma once
// Values outside bodies: the text that labels, query parameters and headers carry.

#include "aloft/error.hpp"
#include "aloft/shape_sink.hpp"
#include "model/shape.hpp"

#include <string_view>

namespace aloft::protocol {

/// Smithy's default timestamp format of a place.
constexpr timestamp_format format_at(model::location where) noexcept {
  return where == model::location::header || where == model::location::headers ? timestamp_format::http_date
                                                                               : timestamp_format::date_time;
}

/// Pushes the value that `text` spells. False when it is not of the member's type; nothing is pushed then.
bool push_text(const model::member& member, std::string_view text, model::location where, shape_sink& sink);

}  // namespace aloft::protocol
