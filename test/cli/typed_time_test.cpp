#include "cli/grammar/typed_time.hpp"

#include "aloft/timestamp.hpp"

#include <gmock/gmock.h>

namespace aloft::cli {
namespace {

/// The time in AWS's usual form; "" where the text is refused.
std::string read(std::string_view text) {
  const auto time = read_typed_time(text);
  if (!time) return {};
  const auto parsed = parse_any_timestamp(*time);
  return parsed ? format_timestamp(*parsed, timestamp_format::date_time) : "not understood: " + *time;
}

TEST(typed_time, takes_what_people_type) {
  EXPECT_EQ(read("2026-11-26T14:30:00Z"), "2026-11-26T14:30:00Z");
  EXPECT_EQ(read("2026-11-26T14:30"), "2026-11-26T14:30:00Z");
  EXPECT_EQ(read("2026-11-26 14:30"), "2026-11-26T14:30:00Z");
  EXPECT_EQ(read("2026-11-26 14:30:15"), "2026-11-26T14:30:15Z");
  EXPECT_EQ(read("2026-11-26 14:30 +01:00"), "2026-11-26T13:30:00Z");
  EXPECT_EQ(read("26 Nov 2026"), "2026-11-26T00:00:00Z");
  EXPECT_EQ(read("6 november 2026 14:30"), "2026-11-06T14:30:00Z");
  EXPECT_EQ(read("Nov 26, 2026"), "2026-11-26T00:00:00Z");
}

TEST(typed_time, refuses_what_has_two_meanings_or_none) {
  for (const char* text :
       {"", "01/02/2026", "2026-13-01", "31 Feb 2026", "soon", "2026-11-26x", "26 Xyz 2026", "2026-11-26 25:00"})
    EXPECT_EQ(read(text), "") << text;
}

}  // namespace
}  // namespace aloft::cli
