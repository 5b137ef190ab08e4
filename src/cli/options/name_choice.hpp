#pragma once
// What --regions and --profiles ask for: names with commas, patterns, all.

#include "aloft/error.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

/// How a list of names is called in messages.
struct name_kind {
  std::string_view option;      ///< "--regions"
  std::string_view noun;        ///< "enabled region"
  std::string_view nouns;       ///< "enabled"
  std::string_view error_code;  ///< of a pattern that matches nothing
  std::string_view example;     ///< a pattern
};

struct name_choice {
  name_kind kind;
  std::vector<std::string> parts;  ///< names and patterns, in order
  bool by_pattern = false;         ///< there is "all" or a pattern: the names that there are must be known

  /// The names meant, in the order given and each once; patterns stand for `known` ones in order. Usage error for a
  /// pattern that matches none.
  result<std::vector<std::string>> among(std::span<const std::string> known) const;
};

/// Usage error for an empty list or an empty name.
result<name_choice> parse_name_choice(std::string_view text, const name_kind& kind);

/// "all", or a text with * or ?.
bool is_name_pattern(std::string_view part) noexcept;

/// '*' any characters, '?' one, all others themselves.
bool matches_pattern(std::string_view text, std::string_view pattern) noexcept;

}  // namespace aloft::cli
