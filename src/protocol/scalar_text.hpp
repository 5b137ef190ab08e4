#pragma once
// Values outside bodies: the text that labels, query parameters and headers carry.

#include "aloft/error.hpp"
#include "model/shape.hpp"
#include "serde/shape_sink.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>

namespace aloft::protocol {

/// Smithy's default timestamp format of a place.
constexpr timestamp_format format_at(model::location where) noexcept {
  return where == model::location::header || where == model::location::headers ? timestamp_format::http_date
                                                                               : timestamp_format::date_time;
}

/// Text of a scalar. `member` is the member itself or the element of its list; `where` the place, which decides how
/// timestamps are written where the model says nothing. Usage error "ParamValidation" for what does not fit.
result<std::string> to_text(const model::member& member, const boost::json::value& value, model::location where);

/// Pushes the value that `text` spells. False when it is not of the member's type; nothing is pushed then.
bool push_text(const model::member& member, std::string_view text, model::location where, serde::shape_sink& sink);

}  // namespace aloft::protocol
