#include "aloft/timestamp.hpp"

#include "core/civil_time.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace aloft {
namespace {

using enum timestamp_format;

TEST(timestamp_format, writes_each_format) {
  const timestamp when{1398796238, 0};
  EXPECT_EQ(format_timestamp(when, date_time), "2014-04-29T18:30:38Z");
  EXPECT_EQ(format_timestamp(when, http_date), "Tue, 29 Apr 2014 18:30:38 GMT");
  EXPECT_EQ(format_timestamp(when, epoch_seconds), "1398796238");
  EXPECT_EQ(format_amz_date(when), "20140429T183038Z");
}

TEST(timestamp_format, writes_fractions_to_the_microsecond) {
  EXPECT_EQ(format_timestamp({482196050, 520'000'000}, date_time), "1985-04-12T23:20:50.520000Z");
  EXPECT_EQ(format_timestamp({482196050, 20'999'999}, date_time), "1985-04-12T23:20:50.020999Z");
  EXPECT_EQ(format_timestamp({482196050, 999}, date_time), "1985-04-12T23:20:50Z");
  EXPECT_EQ(format_timestamp({1515531081, 123'000'000}, epoch_seconds), "1515531081.123");
  EXPECT_EQ(format_timestamp({1515531081, 500'000'000}, epoch_seconds), "1515531081.5");
  EXPECT_EQ(format_timestamp({1515531081, 1'000}, epoch_seconds), "1515531081.000001");
  EXPECT_EQ(format_timestamp({482196050, 520'000'000}, http_date), "Fri, 12 Apr 1985 23:20:50 GMT");
}

TEST(timestamp_format, counts_fractions_forward_before_1970) {
  EXPECT_EQ(format_timestamp({-2, 500'000'000}, epoch_seconds), "-1.5");
  EXPECT_EQ(format_timestamp({-1, 750'000'000}, epoch_seconds), "-0.25");
  EXPECT_EQ(format_timestamp({-1, 0}, epoch_seconds), "-1");
  EXPECT_EQ(format_timestamp({-1, 750'000'000}, date_time), "1969-12-31T23:59:59.750000Z");
}

TEST(timestamp_format, survives_any_number_of_seconds) {
  for (const auto seconds : {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()})
    for (const auto format : {date_time, http_date, epoch_seconds})
      EXPECT_FALSE(format_timestamp({seconds, 999'999'999}, format).empty());
}

TEST(timestamp_parse, date_time) {
  EXPECT_EQ(parse_timestamp("2014-04-29T18:30:38Z", date_time), (timestamp{1398796238, 0}));
  EXPECT_EQ(parse_timestamp("2014-04-29t18:30:38z", date_time), (timestamp{1398796238, 0}));
  EXPECT_EQ(parse_timestamp("2014-04-29T18:30:38+00:00", date_time), (timestamp{1398796238, 0}));
  EXPECT_EQ(parse_timestamp("2019-12-17T00:48:18+01:00", date_time), (timestamp{1576540098, 0}));
  EXPECT_EQ(parse_timestamp("2019-12-16T22:48:18-0100", date_time), (timestamp{1576540098, 0}));
  EXPECT_EQ(parse_timestamp("2000-01-02T20:34:56.123Z", date_time), (timestamp{946845296, 123'000'000}));
  EXPECT_EQ(parse_timestamp("2000-01-02T20:34:56.1234567899Z", date_time), (timestamp{946845296, 123'456'789}));
  EXPECT_EQ(parse_timestamp("2016-12-31T23:59:60Z", date_time), (timestamp{1483228800, 0}));
  EXPECT_EQ(parse_timestamp("0001-01-01T00:00:00Z", date_time), (timestamp{-62135596800, 0}));
  EXPECT_EQ(parse_timestamp("2000-02-29T00:00:00Z", date_time), (timestamp{951782400, 0}));
}

TEST(timestamp_parse, http_date_in_its_three_forms) {
  const timestamp november{784111777, 0};
  EXPECT_EQ(parse_timestamp("Sun, 06 Nov 1994 08:49:37 GMT", http_date), november);
  EXPECT_EQ(parse_timestamp("Sunday, 06-Nov-94 08:49:37 GMT", http_date), november);
  EXPECT_EQ(parse_timestamp("Sun Nov  6 08:49:37 1994", http_date), november);
  EXPECT_EQ(parse_timestamp("Sun, 6 Nov 1994 08:49:37 GMT", http_date), november);
  EXPECT_EQ(parse_timestamp("Sun, 02 Jan 2000 20:34:56.456 GMT", http_date), (timestamp{946845296, 456'000'000}));
  EXPECT_EQ(parse_timestamp("Sun, 06 Nov 1994 09:49:37 +0100", http_date), november);
}

TEST(timestamp_parse, http_date_as_mail_may_have_it) {
  const timestamp november{784111777, 0};
  for (const auto* text :
       {"06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 94 08:49:37 UT", "6 nov 1994 08:49:37 Z"})
    EXPECT_EQ(parse_timestamp(text, http_date), november) << text;
  EXPECT_EQ(parse_timestamp("06 Nov 1994 08:49 GMT", http_date), (timestamp{784111740, 0}));
}

TEST(timestamp_parse, iso_8601_without_seconds_or_minutes) {
  const timestamp at_thirty{1398796200, 0};
  EXPECT_EQ(parse_timestamp("2014-04-29T18:30Z", date_time), at_thirty);
  EXPECT_EQ(parse_timestamp("2014-04-29T11:30-07", date_time), at_thirty);
  EXPECT_EQ(parse_timestamp("2014-04-29T20:30:00+02", date_time), at_thirty);
  EXPECT_EQ(parse_timestamp("2014-04-29T18Z", date_time), (timestamp{1398794400, 0}));
  for (const auto* text : {"2014-04-29T18:30", "2014-04-29 18:30", "2014-04-29 20:30 +02", "20140429T1830Z",
                           "20140429T183000", "20140429T203000+0200", "20140429T183000.0Z"})
    EXPECT_EQ(parse_any_timestamp(text), at_thirty) << text;
}

TEST(timestamp_parse, epoch_seconds) {
  EXPECT_EQ(parse_timestamp("1515531081", epoch_seconds), (timestamp{1515531081, 0}));
  EXPECT_EQ(parse_timestamp("1515531081.1234", epoch_seconds), (timestamp{1515531081, 123'400'000}));
  EXPECT_EQ(parse_timestamp("-1.5", epoch_seconds), (timestamp{-2, 500'000'000}));
  EXPECT_EQ(parse_timestamp("-0.25", epoch_seconds), (timestamp{-1, 750'000'000}));
  EXPECT_EQ(parse_timestamp("1.515531081123E9", epoch_seconds), (timestamp{1515531081, 123'000'000}));
  EXPECT_EQ(parse_timestamp("0", epoch_seconds), (timestamp{0, 0}));
}

TEST(timestamp_parse, refuses_what_is_not_of_the_format) {
  for (const auto* text : {"",
                           "Z",
                           "2014-04-29",
                           "2014-04-29T18:30:38",
                           "2014-04-29 18:30:38Z",
                           "2014-13-29T18:30:38Z",
                           "2014-02-29T18:30:38Z",
                           "2014-04-31T18:30:38Z",
                           "2014-04-29T24:30:38Z",
                           "2014-04-29T18:60:38Z",
                           "2014-04-29T18:30:61Z",
                           "2014-04-29T18:30:38.Z",
                           "2014-04-29T18:30:38Zx",
                           "2014-04-29T18:30:Z",
                           "2014-04-29T18:3Z",
                           "2014-04-29T18:30.5Z",
                           "2014-04-29T1830Z",
                           "2014-04-29T18:30:38+05:",
                           "2014-04-29T18:30:38+053",
                           "2014-04-29T18:30",
                           "2014-04-29T18:30:38+25:00",
                           "2014-4-29T18:30:38Z",
                           "20140429T183038Z",
                           "-014-04-29T18:30:38Z"})
    EXPECT_FALSE(parse_timestamp(text, date_time)) << text;
  for (const auto* text :
       {"", "Sun", "Sun,", "06 Nov 1994", "Sun, 06 Nov 1994 08:49:37 ", "Sun, 32 Nov 1994 08:49:37 GMT",
        "Son, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 4 08:49:37 GMT", "Sun Nov  6 08:49:37 94"})
    EXPECT_FALSE(parse_timestamp(text, http_date)) << text;
  for (const auto* text : {"", "-", ".", ".5", "1.", "1,5", "1x", " 1", "1e", "e1", "nan", "inf", "1e400", "1e30",
                           "99999999999999999999", "0x10", "--1"})
    EXPECT_FALSE(parse_timestamp(text, epoch_seconds)) << text;
}

TEST(timestamp_parse, any_takes_what_people_type) {
  const timestamp when{1398796238, 0};
  for (const auto* text :
       {"2014-04-29T18:30:38Z", "2014-04-29T18:30:38", "2014-04-29 18:30:38", "2014-04-29 18:30:38 UTC",
        "20140429T183038Z", "1398796238", "Tue, 29 Apr 2014 18:30:38 GMT", "2014-04-29 20:30:38+02:00"})
    EXPECT_EQ(parse_any_timestamp(text), when) << text;
  EXPECT_EQ(parse_any_timestamp("2014-04-29"), (timestamp{1398729600, 0}));
  EXPECT_FALSE(parse_any_timestamp("yesterday"));
}

TEST(timestamp_parse, reads_what_is_written) {
  for (std::int64_t seconds = -40'000'000'000; seconds < 200'000'000'000; seconds += 7'777'777'777) {
    const timestamp when{seconds, 250'000'000};
    EXPECT_EQ(parse_timestamp(format_timestamp(when, date_time), date_time), when);
    EXPECT_EQ(parse_timestamp(format_timestamp(when, epoch_seconds), epoch_seconds), when);
    EXPECT_EQ(parse_timestamp(format_timestamp({seconds, 0}, http_date), http_date), (timestamp{seconds, 0}));
  }
}

TEST(timestamp, converts_to_and_from_the_system_clock) {
  using namespace std::chrono;
  const auto early = system_clock::time_point{milliseconds{-1500}};
  EXPECT_EQ(timestamp::from(early), (timestamp{-2, 500'000'000}));
  EXPECT_EQ(timestamp::from(early).to_time_point(), early);
  EXPECT_EQ((timestamp{std::numeric_limits<std::int64_t>::max(), 0}).to_time_point(), system_clock::time_point::max());
  EXPECT_EQ((timestamp{std::numeric_limits<std::int64_t>::min(), 0}).to_time_point(), system_clock::time_point::min());
}

TEST(civil_time, agrees_with_the_calendar_of_the_standard_library) {
  using namespace std::chrono;
  for (int day = -800'000; day < 800'000; day += 97) {
    const year_month_day expected{sys_days{days{day}}};
    const civil_time at = to_civil(std::int64_t{day} * 86'400 + 3'661);
    EXPECT_EQ(at.year, int{expected.year()});
    EXPECT_EQ(at.month, unsigned{expected.month()});
    EXPECT_EQ(at.day, unsigned{expected.day()});
    EXPECT_EQ(at.weekday, weekday{sys_days{days{day}}}.c_encoding());
    EXPECT_EQ(to_seconds(at), std::int64_t{day} * 86'400 + 3'661);
  }
}

}  // namespace
}  // namespace aloft
