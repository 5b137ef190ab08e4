#pragma once
// The proleptic Gregorian calendar in UTC, for any count of seconds: nothing overflows and no time zone data is read.

#include <cstdint>

namespace aloft {

struct civil_time {
  std::int64_t year = 1970;
  unsigned month = 1;    ///< 1 … 12
  unsigned day = 1;      ///< 1 … 31
  unsigned hour = 0;     ///< 0 … 23
  unsigned minute = 0;   ///< 0 … 59
  unsigned second = 0;   ///< 0 … 59
  unsigned weekday = 4;  ///< 0: Sunday; not read by to_seconds
};

/// Days from 1970-01-01 to a date of the calendar. Counting years from March puts the leap day last, so that the
/// length of the months before it follows one linear formula.
constexpr std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) noexcept {
  const std::int64_t shifted = month <= 2 ? year - 1 : year;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(shifted - era * 400);
  const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + static_cast<std::int64_t>(day_of_era) - 719'468;
}

constexpr civil_time to_civil(std::int64_t seconds) noexcept {
  std::int64_t days = seconds / 86'400;
  std::int64_t rest = seconds % 86'400;
  if (rest < 0) rest += 86'400, --days;
  const std::int64_t since_march = days + 719'468;
  const std::int64_t era = (since_march >= 0 ? since_march : since_march - 146'096) / 146'097;
  const auto day_of_era = static_cast<unsigned>(since_march - era * 146'097);
  const unsigned year_of_era = (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted_month = (5 * day_of_year + 2) / 153;

  civil_time at;
  at.day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  at.month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  at.year = static_cast<std::int64_t>(year_of_era) + era * 400 + (at.month <= 2 ? 1 : 0);
  at.hour = static_cast<unsigned>(rest / 3'600);
  at.minute = static_cast<unsigned>(rest / 60 % 60);
  at.second = static_cast<unsigned>(rest % 60);
  at.weekday = static_cast<unsigned>(((days % 7) + 7 + 4) % 7);
  return at;
}

/// Seconds since 1970; years must be within ±1,000,000,000 or so, which every parser's limit on digits ensures.
constexpr std::int64_t to_seconds(const civil_time& at) noexcept {
  const unsigned of_day = at.hour * 3'600 + at.minute * 60 + at.second;
  return days_from_civil(at.year, at.month, at.day) * 86'400 + of_day;
}

constexpr unsigned days_in_month(std::int64_t year, unsigned month) noexcept {
  if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

}  // namespace aloft
