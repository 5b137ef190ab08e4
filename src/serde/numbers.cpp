#include "serde/numbers.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace aloft::serde {

std::optional<aloft::timestamp> timestamp_from_epoch(double seconds) noexcept {
  constexpr double most = 9.2e15;  // well beyond any year AWS knows
  if (!(std::fabs(seconds) < most)) return std::nullopt;
  const double whole = std::floor(seconds);
  auto microseconds = static_cast<std::int32_t>(std::lround((seconds - whole) * 1e6));
  auto full = static_cast<std::int64_t>(whole);
  if (microseconds == 1'000'000) {
    microseconds = 0;
    ++full;
  }
  return aloft::timestamp{full, microseconds * 1'000};
}

std::optional<std::int64_t> parse_integer(std::string_view text) noexcept {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  std::int64_t number = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return number;
}

std::optional<double> parse_real(std::string_view text) noexcept {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  // from_chars also takes "inf" and "nan", which no protocol writes.
  if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return std::nullopt;
  double number = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec == std::errc::result_out_of_range && read.ptr == end) {
    const bool tiny = text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos;
    const double size = tiny ? 0.0 : std::numeric_limits<double>::infinity();
    return text.front() == '-' ? -size : size;
  }
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return number;
}

std::string real_text(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  std::array<char, 32> digits;
  const double magnitude = std::fabs(number);
  const bool scientific = magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e16);
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number,
                                     scientific ? std::chars_format::scientific : std::chars_format::fixed);
  std::string text{digits.data(), written.ptr};
  if (!scientific && text.find('.') == text.npos) text += ".0";
  return text;
}

}  // namespace aloft::serde
