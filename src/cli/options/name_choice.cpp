#include "cli/options/name_choice.hpp"

#include <algorithm>
#include <unordered_set>

namespace aloft::cli {

bool is_name_pattern(std::string_view part) noexcept {
  return part == "all" || part.find_first_of("*?") != std::string_view::npos;
}

result<name_choice> parse_name_choice(std::string_view text, const name_kind& kind) {
  name_choice choice{kind, {}, false};
  while (true) {
    const auto comma = text.find(',');
    const auto part = text.substr(0, comma);
    if (part.empty()) {
      return error{error_kind::usage, "BadOption",
                   std::string{kind.option} + ": expected all, a pattern such as '" + std::string{kind.example} +
                       "', or names with commas"};
    }
    choice.parts.emplace_back(part);
    choice.by_pattern = choice.by_pattern || is_name_pattern(part);
    if (comma == std::string_view::npos) return choice;
    text.remove_prefix(comma + 1);
  }
}

result<std::vector<std::string>> name_choice::among(std::span<const std::string> known) const {
  std::vector<std::string> chosen;
  std::unordered_set<std::string_view> seen;
  const auto add = [&](const std::string& name) {
    if (seen.insert(name).second) chosen.push_back(name);
  };
  for (const auto& part : parts) {
    if (!is_name_pattern(part)) {
      add(part);
      continue;
    }
    bool any = false;
    for (const auto& name : known) {
      if (part != "all" && !matches_pattern(name, part)) continue;
      add(name);
      any = true;
    }
    if (any) continue;
    constexpr std::size_t most_listed = 60;
    std::string message = std::string{kind.option} + ": no " + std::string{kind.noun} + " matches '" + part + "'; " +
                          std::string{kind.nouns} + " are";
    for (const auto& name : known.first(std::min(known.size(), most_listed))) message += " " + name;
    if (known.size() > most_listed) message += " and " + std::to_string(known.size() - most_listed) + " more";
    if (known.empty()) message += " none";
    return error{error_kind::usage, std::string{kind.error_code}, std::move(message)};
  }
  return chosen;
}

bool matches_pattern(std::string_view text, std::string_view pattern) noexcept {
  std::size_t at = 0, in = 0, star = std::string_view::npos, resume = 0;
  while (at < text.size()) {
    if (in < pattern.size() && (pattern[in] == '?' || (pattern[in] == text[at] && pattern[in] != '*'))) {
      ++at, ++in;
    } else if (in < pattern.size() && pattern[in] == '*') {
      star = in++;
      resume = at;
    } else if (star != std::string_view::npos) {
      in = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  while (in < pattern.size() && pattern[in] == '*') ++in;
  return in == pattern.size();
}

}  // namespace aloft::cli
