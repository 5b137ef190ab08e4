#include "local/duration.hpp"

#include "local/number.hpp"

#include <cstdint>
#include <utility>

namespace aloft::local {

std::optional<std::chrono::microseconds> parse_duration(std::string_view text) {
  constexpr std::pair<std::string_view, double> units[] = {{"us", 1}, {"ms", 1e3}, {"s", 1e6}};
  for (const auto& [unit, factor] : units) {
    if (!text.ends_with(unit)) continue;
    const auto number = parse_number<double>(text.substr(0, text.size() - unit.size()));
    if (!number) continue;
    if (!(*number >= 0 && *number * factor <= 86400e6)) return std::nullopt;  // a day is long enough
    return std::chrono::microseconds{static_cast<std::int64_t>(*number * factor)};
  }
  return std::nullopt;
}

}  // namespace aloft::local
