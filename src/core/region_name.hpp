#pragma once
// Names of regions become part of host names, so they must be a label of one.

#include <string_view>

namespace aloft {

/// Letters, digits and '-', which stands at neither end; at most 63.
constexpr bool is_region_name(std::string_view text) noexcept {
  if (text.empty() || text.size() > 63 || text.front() == '-' || text.back() == '-') return false;
  for (const char c : text)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-')) return false;
  return true;
}

}  // namespace aloft
