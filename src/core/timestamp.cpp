#include "aloft/timestamp.hpp"

#include "core/civil_time.hpp"

#include <array>

namespace aloft {
namespace {

constexpr std::array<const char*, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// At least `width` digits.
void append_padded(std::string& to, std::int64_t number, int width) {
  std::array<char, 24> digits;
  char* start = digits.data() + digits.size();
  const bool negative = number < 0;
  do {
    *--start = static_cast<char>('0' + (negative ? -(number % 10) : number % 10));
    number /= 10;
    --width;
  } while (number != 0 || width > 0);
  if (negative) *--start = '-';
  to.append(start, digits.data() + digits.size());
}

// ".520000": nothing, or all microseconds.
void append_microseconds(std::string& to, std::int32_t nanoseconds) {
  if (nanoseconds < 1'000) return;
  to += '.';
  append_padded(to, nanoseconds / 1'000, 6);
}

void append_clock(std::string& to, const civil_time& at) {
  append_padded(to, at.hour, 2);
  to += ':';
  append_padded(to, at.minute, 2);
  to += ':';
  append_padded(to, at.second, 2);
}

std::string date_time_text(timestamp when) {
  const civil_time at = to_civil(when.seconds);
  std::string text;
  text.reserve(28);
  append_padded(text, at.year, 4);
  text += '-';
  append_padded(text, at.month, 2);
  text += '-';
  append_padded(text, at.day, 2);
  text += 'T';
  append_clock(text, at);
  append_microseconds(text, when.nanoseconds);
  text += 'Z';
  return text;
}

std::string http_date_text(timestamp when) {
  const civil_time at = to_civil(when.seconds);
  std::string text;
  text.reserve(32);
  text += weekdays[at.weekday];
  text += ", ";
  append_padded(text, at.day, 2);
  text += ' ';
  text += months[at.month - 1];
  text += ' ';
  append_padded(text, at.year, 4);
  text += ' ';
  append_clock(text, at);
  text += " GMT";
  return text;
}

std::string epoch_text(timestamp when) {
  std::int64_t seconds = when.seconds;
  std::int32_t microseconds = when.nanoseconds / 1'000;
  std::string text;
  if (seconds < 0 && microseconds != 0) {  // the fraction counts forward, the sign covers both
    ++seconds;
    microseconds = 1'000'000 - microseconds;
    if (seconds == 0) text = "-";
  }
  text += std::to_string(seconds);
  if (microseconds == 0) return text;
  text += '.';
  append_padded(text, microseconds, 6);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

}  // namespace

timestamp timestamp::from(std::chrono::system_clock::time_point when) noexcept {
  using namespace std::chrono;
  const auto whole = floor<std::chrono::seconds>(when);
  return {whole.time_since_epoch().count(),
          static_cast<std::int32_t>(duration_cast<std::chrono::nanoseconds>(when - whole).count())};
}

std::chrono::system_clock::time_point timestamp::to_time_point() const noexcept {
  using namespace std::chrono;
  using clock = system_clock;
  // A time_point of nanoseconds spans the years 1677 to 2262; what lies outside is clamped, not wrapped.
  constexpr auto limit = duration_cast<std::chrono::seconds>(clock::duration::max()).count() - 1;
  if (this->seconds > limit) return clock::time_point::max();
  if (this->seconds < -limit) return clock::time_point::min();
  return clock::time_point{duration_cast<clock::duration>(std::chrono::seconds{this->seconds}) +
                           duration_cast<clock::duration>(std::chrono::nanoseconds{this->nanoseconds})};
}

std::string format_timestamp(timestamp when, timestamp_format format) {
  switch (format) {
    case timestamp_format::date_time: return date_time_text(when);
    case timestamp_format::http_date: return http_date_text(when);
    case timestamp_format::epoch_seconds: break;
  }
  return epoch_text(when);
}

std::string format_amz_date(timestamp when) {
  const civil_time at = to_civil(when.seconds);
  std::string text;
  append_padded(text, at.year, 4);
  append_padded(text, at.month, 2);
  append_padded(text, at.day, 2);
  text += 'T';
  append_padded(text, at.hour, 2);
  append_padded(text, at.minute, 2);
  append_padded(text, at.second, 2);
  text += 'Z';
  return text;
}

}  // namespace aloft
