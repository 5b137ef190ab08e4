#pragma once
// Durations as people type them.

#include <chrono>
#include <optional>
#include <string_view>

namespace aloft::local {

/// "80ms", "1.5s", "250us"; at most a day. Nothing when it is no duration.
std::optional<std::chrono::microseconds> parse_duration(std::string_view text);

}  // namespace aloft::local
