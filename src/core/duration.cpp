#include <aloft/duration.hpp>

#include <charconv>
#include <cstdint>
#include <utility>

namespace aloft {

std::optional<std::chrono::microseconds> parse_duration(std::string_view text) {
  constexpr std::pair<std::string_view, double> units[] = {{"us", 1},   {"ms", 1e3},    {"s", 1e6},
                                                           {"m", 60e6}, {"h", 3'600e6}, {"d", 86'400e6}};
  constexpr double longest = 366 * 86'400e6;
  for (const auto& [unit, factor] : units) {
    if (!text.ends_with(unit)) continue;
    const auto digits = text.substr(0, text.size() - unit.size());
    double number = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failure != std::errc{} || end != digits.data() + digits.size()) continue;
    if (!(number >= 0 && number * factor <= longest)) return std::nullopt;
    return std::chrono::microseconds{static_cast<std::int64_t>(number * factor)};
  }
  return std::nullopt;
}

}  // namespace aloft
