#include "cli/run/time_choice.hpp"

#include "aloft/error.hpp"
#include "cli/output/json_printer.hpp"

#include <boost/json/value.hpp>

#include <string>

namespace aloft::cli {
namespace {

constexpr config::setting_key key{"cli_timestamp_format", {}, "cli_timestamp_format", "iso8601"};

boost::json::value seconds_time(timestamp when) {
  constexpr double whole = 1e9;
  if (when.nanoseconds == 0) return when.seconds;
  return static_cast<double>(when.seconds) + static_cast<double>(when.nanoseconds) / whole;
}

}  // namespace

time_form choose_times(const config::settings& settings, std::string_view protocol) {
  const auto given = settings.find(key);
  if (!given || given.value == "iso8601") return iso8601_time;
  if (given.value != "wire")
    throw error{error_kind::config, "BadTimestampFormat",
                given.source + ": cli_timestamp_format: expected wire or iso8601, got '" + given.value + '\''};
  const bool numbers = protocol == "json" || protocol == "rest-json" || protocol == "smithy-rpc-v2-cbor";
  return numbers ? seconds_time : rfc3339_time;
}

}  // namespace aloft::cli
