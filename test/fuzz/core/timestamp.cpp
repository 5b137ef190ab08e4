// Timestamps in every format: any text is refused or read, and what was read is written and read again unchanged.

#include "fuzz/expect.hpp"

#include "aloft/timestamp.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  for (const auto format :
       {timestamp_format::date_time, timestamp_format::http_date, timestamp_format::epoch_seconds}) {
    const auto read = parse_timestamp(text, format);
    if (!read) continue;
    fuzz::expect(read->nanoseconds >= 0 && read->nanoseconds < 1'000'000'000, "nanoseconds are in range");
    fuzz::expect(parse_any_timestamp(text).has_value(), "what one format takes, any takes");
    const timestamp written{read->seconds, read->nanoseconds / 1'000'000 * 1'000'000};
    const auto again =
        parse_timestamp(format_timestamp(written, timestamp_format::epoch_seconds), timestamp_format::epoch_seconds);
    if (again) fuzz::expect(*again == written, "epoch seconds survive a round trip");
    const auto date =
        parse_timestamp(format_timestamp(written, timestamp_format::date_time), timestamp_format::date_time);
    if (date) fuzz::expect(*date == written, "date-times survive a round trip");
    read->to_time_point();
  }
  parse_any_timestamp(text);
  return 0;
}
