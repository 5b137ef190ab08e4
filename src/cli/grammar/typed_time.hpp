#pragma once
// Times as people type them.

#include <optional>
#include <string>
#include <string_view>

namespace aloft::cli {

/// The time as AWS's clients read it: all that they take, and beside it a space for the T, times without seconds, and
/// dates with the month's name ("26 Nov 2026 14:30", "November 26, 2026"). UTC where no zone is named. Nothing for what
/// could be read in two ways (01/02/2026) or in none.
std::optional<std::string> read_typed_time(std::string_view text);

}  // namespace aloft::cli
