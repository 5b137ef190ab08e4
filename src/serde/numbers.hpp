#pragma once
// Conversions between numbers, times and the texts that the protocols write for them.

#include "aloft/timestamp.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::serde {

/// Seconds since 1970, to the microsecond, which is what a double of our days resolves; nothing for NaN and what 64
/// bits do not hold.
std::optional<aloft::timestamp> timestamp_from_epoch(double seconds) noexcept;

/// Whole text as a number; nothing when it is none. Reals may be NaN, Infinity and -Infinity.
std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;
std::optional<double> parse_real(std::string_view text) noexcept;

/// As protocols write a number into text: the shortest digits that give it back, spelled as Python (and so
/// every AWS tool on it) spells them: 1.0, 0.0001, 1e-05, 1e+16, NaN, Infinity, -Infinity.
std::string real_text(double number);

}  // namespace aloft::serde
