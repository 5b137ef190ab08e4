#pragma once
// A point in time as AWS's protocols carry it, and its three text formats (Smithy's timestampFormat trait).

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aloft {

/// Seconds since 1970-01-01T00:00:00Z plus nanoseconds (always 0 … 999,999,999, also before 1970).
struct timestamp {
  std::int64_t seconds = 0;
  std::int32_t nanoseconds = 0;

  static timestamp from(std::chrono::system_clock::time_point when) noexcept;
  std::chrono::system_clock::time_point to_time_point() const noexcept;
  auto operator<=>(const timestamp&) const = default;
};

/// Smithy's timestampFormat.
enum class timestamp_format : std::uint8_t {
  date_time,      ///< RFC 3339 in UTC: 1985-04-12T23:20:50.52Z
  http_date,      ///< RFC 7231 IMF-fixdate: Tue, 29 Apr 2014 18:30:38 GMT, fractions allowed
  epoch_seconds,  ///< decimal seconds, fractions allowed: 1515531081.123
};

/// Text in the given format. Fractions are written to the microsecond and only when they are not zero, as botocore
/// writes them: all six digits in RFC 3339 texts, no trailing zeros in epoch seconds. HTTP dates never have one, since
/// RFC 9110 servers refuse it.
std::string format_timestamp(timestamp when, timestamp_format format);

/// Basic ISO 8601 as SigV4 wants it: 20150830T123600Z.
std::string format_amz_date(timestamp when);

/// The value of `text` in the given format; nothing when it is not of that format. Offsets other than Z are accepted.
std::optional<timestamp> parse_timestamp(std::string_view text, timestamp_format format) noexcept;

/// Tries every format, for input typed by people and for servers that pick their own.
std::optional<timestamp> parse_any_timestamp(std::string_view text) noexcept;

}  // namespace aloft
