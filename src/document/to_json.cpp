#include <aloft/base64.hpp>
#include <aloft/json_text.hpp>
#include <aloft/value.hpp>

#include <boost/json/value.hpp>

#include <cmath>

namespace aloft {
namespace {

boost::json::value real_to_json(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  return number;
}

}  // namespace

boost::json::value rfc3339_time(timestamp when) {
  return boost::json::string{format_timestamp(when, timestamp_format::date_time)};
}

boost::json::value to_json(value from) { return to_json(from, rfc3339_time); }

// Recursion is bounded: builders cap the depth of documents.
boost::json::value to_json(value from, time_form times) {
  switch (from.kind()) {
    case value_kind::null: return nullptr;
    case value_kind::boolean: return from.as_boolean();
    case value_kind::integer: return from.as_integer();
    case value_kind::real: return real_to_json(from.as_real());
    case value_kind::text: return boost::json::string_view{from.as_text()};
    case value_kind::blob: return boost::json::string{to_base64(from.as_text())};
    case value_kind::timestamp: return times(from.as_timestamp());
    case value_kind::list: {
      boost::json::array array;
      array.reserve(from.size());
      for (const value element : from) array.push_back(to_json(element, times));
      return array;
    }
    case value_kind::map:
    case value_kind::record: {
      boost::json::object object;
      object.reserve(from.size());
      for (auto entry = from.begin(); entry != from.end(); ++entry) object.emplace(entry.key(), to_json(*entry, times));
      return object;
    }
  }
  return nullptr;
}

}  // namespace aloft
