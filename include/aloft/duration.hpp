#pragma once
// Durations as people type them.

#include <chrono>
#include <optional>
#include <string_view>

namespace aloft {

/// "250us", "80ms", "1.5s", "10m", "3h", "7d"; at most a year. Nothing when it is no duration. Pure; thread-safe.
std::optional<std::chrono::microseconds> parse_duration(std::string_view text);

}  // namespace aloft
