#pragma once
// Patterns with * and ?, as EC2's filters and IAM's actions have them.

#include <string_view>

namespace aloft::local {

/// A backslash takes the meaning of the character after it away. Case counts.
bool matches_wildcards(std::string_view pattern, std::string_view text) noexcept;

}  // namespace aloft::local
