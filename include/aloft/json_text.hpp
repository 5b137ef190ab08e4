#pragma once
// Scalars as JSON text, for everything that writes JSON by hand.

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

}  // namespace aloft
