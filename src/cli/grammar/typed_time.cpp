#include "cli/grammar/typed_time.hpp"

#include "aloft/timestamp.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <vector>

namespace aloft::cli {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_number(std::string_view text, std::size_t least, std::size_t most) noexcept {
  return text.size() >= least && text.size() <= most && std::all_of(text.begin(), text.end(), is_digit);
}

std::string two_digits(std::string_view text) { return text.size() == 1 ? "0" + std::string{text} : std::string{text}; }

/// "01" to "12" for a month's name or its first letters (three or more); "" for anything else.
std::string month_of(std::string_view name) {
  constexpr std::array<std::string_view, 12> months{"january",   "february", "march",    "april",
                                                    "may",       "june",     "july",     "august",
                                                    "september", "october",  "november", "december"};
  std::string lower{name};
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  for (std::size_t i = 0; i < months.size(); ++i)
    if (lower.size() >= 3 && months[i].starts_with(lower)) return two_digits(std::to_string(i + 1));
  return {};
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto start = text.find_first_not_of(" ,");
    if (start == std::string_view::npos) break;
    const auto end = text.find_first_of(" ,", start);
    words.push_back(text.substr(start, end - start));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end);
  }
  return words;
}

/// "2026-11-26" and whether the words are a date with the month's name.
std::string named_date(std::span<const std::string_view> words) {
  if (words.size() < 3 || !is_number(words[2], 4, 4)) return {};
  const bool day_first = is_number(words[0], 1, 2);
  const auto month = month_of(words[day_first ? 1 : 0]);
  const auto day = words[day_first ? 0 : 1];
  if (month.empty() || !is_number(day, 1, 2)) return {};
  return std::string{words[2]} + "-" + month + "-" + two_digits(day);
}

/// "HH:MM" and what follows gets its seconds; a zone stays.
std::string with_seconds(std::string_view clock) {
  const auto digits = clock.substr(0, clock.find_first_not_of("0123456789:"));
  std::string text{digits};
  if (std::count(digits.begin(), digits.end(), ':') == 1) text += ":00";
  text += clock.substr(digits.size());
  if (std::all_of(clock.begin(), clock.end(), [](char c) { return is_digit(c) || c == ':' || c == '.'; })) text += 'Z';
  return text;
}

}  // namespace

std::optional<std::string> read_typed_time(std::string_view text) {
  if (parse_any_timestamp(text)) return std::string{text};
  auto words = words_of(text);
  std::string date = named_date(words);
  if (!date.empty()) {
    words.erase(words.begin(), words.begin() + 3);
  } else if (!words.empty() && words[0].size() >= 10 && words[0][4] == '-') {
    date = words[0].substr(0, 10);
    const auto rest = words[0].substr(10);
    if (rest.empty()) {
      words.erase(words.begin());
    } else if (rest[0] == 'T' || rest[0] == 't') {
      words[0] = rest.substr(1);
    } else {
      return std::nullopt;
    }
  } else {
    return std::nullopt;
  }
  std::string clock;
  for (const auto word : words) clock += word;  // "14:30 +01:00"
  const auto whole = clock.empty() ? date : date + "T" + with_seconds(clock);
  if (!parse_any_timestamp(whole)) return std::nullopt;
  return whole;
}

}  // namespace aloft::cli
