#include "core/civil_time.hpp"

#include "aloft/timestamp.hpp"
#include "core/ascii.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace aloft {
namespace {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
using ascii::lower;

// Reads from the front of a text. Every step says whether it fitted; after a step that did not, the text is not used.
class scanner {
 public:
  explicit scanner(std::string_view text) noexcept : rest_{text} {}

  bool done() const noexcept { return rest_.empty(); }
  char peek() const noexcept { return rest_.empty() ? '\0' : rest_.front(); }

  bool take(char c) noexcept {
    if (lower(peek()) != lower(c) || done()) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool take(std::string_view word) noexcept {
    if (rest_.size() < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i)
      if (lower(rest_[i]) != lower(word[i])) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  // Exactly `width` digits.
  bool number(int width, unsigned& value) noexcept {
    if (rest_.size() < static_cast<std::size_t>(width)) return false;
    value = 0;
    for (int i = 0; i < width; ++i) {
      if (!is_digit(rest_[static_cast<std::size_t>(i)])) return false;
      value = value * 10 + static_cast<unsigned>(rest_[static_cast<std::size_t>(i)] - '0');
    }
    rest_.remove_prefix(static_cast<std::size_t>(width));
    return true;
  }

  // Nothing, or '.' (',' is ISO 8601's other spelling) and at least one digit; what is finer than a nanosecond is cut.
  bool fraction(std::int32_t& nanoseconds) noexcept {
    nanoseconds = 0;
    if (!take('.') && !take(',')) return true;
    if (!is_digit(peek())) return false;
    for (std::int32_t unit = 100'000'000; is_digit(peek()); rest_.remove_prefix(1), unit /= 10)
      nanoseconds += (peek() - '0') * unit;
    return true;
  }

  // One of `words`, by number.
  template <std::size_t N>
  bool one_of(const std::array<std::string_view, N>& words, unsigned& index) noexcept {
    for (index = 0; index < N; ++index)
      if (take(words[index])) return true;
    return false;
  }

 private:
  std::string_view rest_;
};

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
// Long names first, as the short ones are their beginnings.
constexpr std::array<std::string_view, 14> weekdays{"Sunday", "Monday",   "Tuesday", "Wednesday", "Thursday",
                                                    "Friday", "Saturday", "Sun",     "Mon",       "Tue",
                                                    "Wed",    "Thu",      "Fri",     "Sat"};

bool valid(const civil_time& at) noexcept {
  return at.month >= 1 && at.month <= 12 && at.day >= 1 && at.day <= days_in_month(at.year, at.month) &&
         at.hour <= 23 && at.minute <= 59 &&
         at.second <= 60;  // 60: a leap second, which counts as the next minute's first
}

// hh[:mm[:ss[.fraction]]], or without colons: ISO 8601 lets seconds, and minutes, be left out, and people do.
bool read_clock(scanner& in, civil_time& at, std::int32_t& nanoseconds, bool colons = true) noexcept {
  nanoseconds = 0;
  const auto more = [&] { return colons ? in.take(':') : is_digit(in.peek()); };
  if (!in.number(2, at.hour)) return false;
  if (!more()) return true;
  if (!in.number(2, at.minute)) return false;
  if (!more()) return true;
  return in.number(2, at.second) && in.fraction(nanoseconds);
}

// Z, GMT, UTC, +hh:mm, -hhmm, +hh: seconds east of Greenwich.
bool read_zone(scanner& in, std::int64_t& offset) noexcept {
  offset = 0;
  if (in.take("GMT") || in.take("UTC") || in.take("UT") || in.take('Z')) return true;
  const bool west = in.peek() == '-';
  if (!in.take('-') && !in.take('+')) return false;
  unsigned hours = 0, minutes = 0;
  if (!in.number(2, hours)) return false;
  const bool colon = in.take(':');
  if ((colon || is_digit(in.peek())) && !in.number(2, minutes)) return false;
  if (hours > 23 || minutes > 59) return false;
  const unsigned east = hours * 3'600 + minutes * 60;
  offset = east;
  if (west) offset = -offset;
  return true;
}

std::optional<timestamp> finish(const scanner& in, const civil_time& at, std::int32_t nanoseconds,
                                std::int64_t offset) noexcept {
  if (!in.done() || !valid(at)) return std::nullopt;
  return timestamp{to_seconds(at) - offset, nanoseconds};
}

std::optional<timestamp> parse_date_time(std::string_view text, bool zone_needed) noexcept {
  scanner in{text};
  civil_time at;
  unsigned year = 0;
  std::int32_t nanoseconds = 0;
  std::int64_t offset = 0;
  if (!in.number(4, year) || !in.take('-') || !in.number(2, at.month) || !in.take('-') || !in.number(2, at.day))
    return std::nullopt;
  at.year = year;
  if (in.done() && !zone_needed) return finish(in, at, 0, 0);  // a date alone
  if (!in.take('T') && (zone_needed || !in.take(' '))) return std::nullopt;
  if (!read_clock(in, at, nanoseconds)) return std::nullopt;
  if (in.done() && !zone_needed) return finish(in, at, nanoseconds, 0);
  if (!zone_needed) in.take(' ');
  if (!read_zone(in, offset)) return std::nullopt;
  return finish(in, at, nanoseconds, offset);
}

// 20150830T123600Z, ISO 8601's basic spelling
std::optional<timestamp> parse_basic(std::string_view text) noexcept {
  scanner in{text};
  civil_time at;
  unsigned year = 0;
  std::int32_t nanoseconds = 0;
  std::int64_t offset = 0;
  if (!in.number(4, year) || !in.number(2, at.month) || !in.number(2, at.day) || !in.take('T') ||
      !read_clock(in, at, nanoseconds, false))
    return std::nullopt;
  if (!in.done() && !read_zone(in, offset)) return std::nullopt;
  at.year = year;
  return finish(in, at, nanoseconds, offset);
}

// Sun Nov  6 08:49:37 1994, after the day's name
std::optional<timestamp> parse_asctime(scanner in) noexcept {
  civil_time at;
  unsigned year = 0;
  std::int32_t nanoseconds = 0;
  if (!in.one_of(months, at.month) || !in.take(' ')) return std::nullopt;
  ++at.month;
  if (in.take(' ') ? !in.number(1, at.day) : !in.number(2, at.day)) return std::nullopt;
  if (!in.take(' ') || !read_clock(in, at, nanoseconds) || !in.take(' ') || !in.number(4, year)) return std::nullopt;
  at.year = year;
  return finish(in, at, nanoseconds, 0);
}

// The three forms a recipient has to know (RFC 9110 §5.6.7): IMF-fixdate, RFC 850's and asctime's. IMF-fixdate also as
// RFC 5322 lets mail have it: without the day's name or the seconds; and without a zone, which then is UTC.
std::optional<timestamp> parse_http_date(std::string_view text) noexcept {
  scanner in{text};
  unsigned weekday = 0;
  if (in.one_of(weekdays, weekday)) {
    if (in.take(' ')) return parse_asctime(in);
    if (!in.take(',') || !in.take(' ')) return std::nullopt;
  }

  civil_time at;
  unsigned year = 0;
  std::int32_t nanoseconds = 0;
  std::int64_t offset = 0;
  if (!in.number(2, at.day) && !in.number(1, at.day)) return std::nullopt;
  const char between = in.peek() == '-' ? '-' : ' ';
  if (!in.take(between) || !in.one_of(months, at.month) || !in.take(between)) return std::nullopt;
  ++at.month;
  if (in.number(4, year)) {
    at.year = year;
  } else if (in.number(2, year)) {
    at.year = year < 70 ? 2000 + year : 1900 + year;
  } else {
    return std::nullopt;
  }
  if (!in.take(' ') || !read_clock(in, at, nanoseconds)) return std::nullopt;
  if (!in.done() && (!in.take(' ') || !read_zone(in, offset))) return std::nullopt;
  return finish(in, at, nanoseconds, offset);
}

timestamp negated(std::int64_t seconds, std::int32_t nanoseconds) noexcept {
  if (nanoseconds == 0) return {-seconds, 0};
  return {-seconds - 1, 1'000'000'000 - nanoseconds};
}

// 1.515531081123E9, as some JSON writers spell large numbers.
std::optional<timestamp> parse_scientific(std::string_view text) noexcept {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  const double whole = std::floor(value);
  if (std::abs(whole) >= 9e18) return std::nullopt;
  // Doubles of today's size hold microseconds; what comes after them is noise.
  auto microseconds = static_cast<std::int32_t>(std::lround((value - whole) * 1e6));
  auto seconds = static_cast<std::int64_t>(whole);
  if (microseconds == 1'000'000) microseconds = 0, ++seconds;
  return timestamp{seconds, microseconds * 1'000};
}

std::optional<timestamp> parse_epoch(std::string_view text) noexcept {
  if (text.find_first_of("eE") != std::string_view::npos && (is_digit(text.front()) || text.front() == '-'))
    return parse_scientific(text);
  scanner in{text};
  const bool negative = in.take('-');
  if (!negative) in.take('+');
  if (!is_digit(in.peek())) return std::nullopt;
  std::int64_t seconds = 0;
  unsigned digit = 0;
  while (in.number(1, digit)) {
    if (seconds > (std::numeric_limits<std::int64_t>::max() - 9) / 10) return std::nullopt;
    seconds = seconds * 10 + digit;
  }
  std::int32_t nanoseconds = 0;
  if (in.peek() == ',' || !in.fraction(nanoseconds) || !in.done()) return std::nullopt;
  return negative ? negated(seconds, nanoseconds) : timestamp{seconds, nanoseconds};
}

}  // namespace

std::optional<timestamp> parse_timestamp(std::string_view text, timestamp_format format) noexcept {
  switch (format) {
    case timestamp_format::date_time: return parse_date_time(text, true);
    case timestamp_format::http_date: return parse_http_date(text);
    case timestamp_format::epoch_seconds: break;
  }
  return parse_epoch(text);
}

std::optional<timestamp> parse_any_timestamp(std::string_view text) noexcept {
  if (auto found = parse_date_time(text, false)) return found;
  if (auto found = parse_basic(text)) return found;
  if (auto found = parse_epoch(text)) return found;
  return parse_http_date(text);
}

}  // namespace aloft
