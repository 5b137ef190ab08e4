#include "local/wildcards.hpp"

namespace aloft::local {

bool matches_wildcards(std::string_view pattern, std::string_view text) noexcept {
  // The usual two-pointer match: on a mismatch the last * takes one more character.
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
      continue;
    }
    if (p < pattern.size()) {
      const bool escaped = pattern[p] == '\\' && p + 1 < pattern.size();
      const char wanted = escaped ? pattern[p + 1] : pattern[p];
      if ((!escaped && wanted == '?') || wanted == text[t]) {
        p += escaped ? 2 : 1;
        ++t;
        continue;
      }
    }
    if (star == std::string_view::npos) return false;
    p = star + 1;
    t = ++resume;
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace aloft::local
