#pragma once
// JSON text of scalars, for everything that writes JSON by hand, and of documents whose times have a form of their own.

#include "aloft/value.hpp"

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace aloft {

/// Appends `text` in quotes; control characters, quotes and backslashes escaped, everything else as it is (UTF-8).
void append_json_string(std::string& to, std::string_view text);

/// Appends the shortest decimal that reads back as `number`, plain between 1e-4 and 1e16 and always with a fraction or
/// an exponent, as Python prints floats (1.0, 0.001, 1e+16). NaN and infinities become NaN, Infinity, -Infinity without
/// quotes.
void append_real(std::string& to, double number);

void append_integer(std::string& to, std::int64_t number);

/// Appends any JSON value on one line, its scalars as above (boost::json::serialize writes 1.5 as 1.5E0).
void append_json_value(std::string& to, const boost::json::value& from);

/// What a time becomes in JSON.
using time_form = boost::json::value (*)(timestamp when);

/// RFC 3339 with Z, as the public functions write it.
boost::json::value rfc3339_time(timestamp when);

/// The public functions of these names, with times in another form.
boost::json::value to_json(value from, time_form times);
std::string to_json_text(value from, int indent, time_form times);

}  // namespace aloft
