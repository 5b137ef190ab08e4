#include "services/s3/key_filter.hpp"

namespace aloft::s3 {
namespace {

/// One element of the pattern at `at` against `c`; moves `at` behind it. A set that is not closed is a bracket.
bool matches_one(std::string_view pattern, std::size_t& at, char c) noexcept {
  const char what = pattern[at];
  if (what == '?') {
    ++at;
    return true;
  }
  if (what != '[') {
    ++at;
    return what == c;
  }
  std::size_t from = at + 1;
  const bool negated = from < pattern.size() && pattern[from] == '!';
  if (negated) ++from;
  const auto close = from < pattern.size() ? pattern.find(']', from + 1) : std::string_view::npos;
  if (close == std::string_view::npos) {
    ++at;
    return c == '[';
  }
  bool found = false;
  const auto byte = [](char one) { return static_cast<unsigned char>(one); };
  for (std::size_t i = from; i < close; ++i) {
    if (i + 2 < close && pattern[i + 1] == '-') {
      found = found || (byte(pattern[i]) <= byte(c) && byte(c) <= byte(pattern[i + 2]));
      i += 2;
    } else {
      found = found || pattern[i] == c;
    }
  }
  at = close + 1;
  return found != negated;
}

}  // namespace

bool matches(std::string_view pattern, std::string_view text) noexcept {
  constexpr auto none = std::string_view::npos;
  std::size_t at = 0, in = 0, star = none, star_in = 0;
  while (in < text.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      star_in = in;
      continue;
    }
    if (at < pattern.size() && matches_one(pattern, at, text[in])) {
      ++in;
      continue;
    }
    if (star == none) return false;
    at = star + 1;  // the star takes one byte more
    in = ++star_in;
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

bool takes_key(const std::vector<filter_rule>& rules, std::string_view key) noexcept {
  bool taken = true;
  for (const auto& rule : rules)
    if (rule.include != taken && matches(rule.pattern, key)) taken = rule.include;
  return taken;
}

}  // namespace aloft::s3
