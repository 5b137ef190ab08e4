#pragma once
// Options whose order counts, out of the words of a command.

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

enum class option_value { none, one, optional, many };

struct scanned_option_kind {
  std::string_view name;  ///< "--exclude"
  option_value value = option_value::none;
  std::string_view otherwise = {};  ///< the value of an optional one that is left out
};

struct scanned_option {
  std::string_view name;  ///< of the kind
  std::string value;
};

struct scanned_words {
  std::vector<scanned_option> options;  ///< as they came
  std::vector<std::string> plain;       ///< the words that are none, without the first two

  bool has(std::string_view name) const noexcept;
  /// The last one's value; null: it is not there.
  const std::string* find(std::string_view name) const noexcept;
};

/// `--name value` and `--name=value`. Words after "--" are plain. Usage error (thrown) for options that are not of the
/// kinds, with suggestions.
scanned_words scan_options(const std::vector<std::string>& words, std::span<const scanned_option_kind> kinds);

}  // namespace aloft::cli
