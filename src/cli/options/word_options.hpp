#pragma once
// Options of one command, taken out of the words that the global options have left.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

/// Takes `--name VALUE` or `--name=VALUE` out of the words; nothing when it is not there. Usage error for a missing
/// value (thrown).
std::optional<std::string> take_option(std::vector<std::string>& words, std::string_view name);

/// Takes `--name SECONDS` in the same way. Usage error for what is no whole number (thrown).
std::optional<std::chrono::seconds> take_seconds(std::vector<std::string>& words, std::string_view name);

/// "30s", "1.5m", "2h", "7d"; a bare number counts seconds. Nothing when it is no duration, or none above zero.
std::optional<std::chrono::milliseconds> read_duration(std::string_view text);

/// Takes `--name DURATION` in the same way. Usage error for what is none (thrown).
std::optional<std::chrono::milliseconds> take_duration(std::vector<std::string>& words, std::string_view name);

/// Takes `--name` wherever it stands before "--".
bool take_flag(std::vector<std::string>& words, std::string_view name);

/// Takes `--name N`, a whole number of at least `least`. Usage error for anything else (thrown).
template <class Number>
std::optional<Number> take_number(std::vector<std::string>& words, std::string_view name, Number least);

/// Throws a usage error when a word is left that the command `usage` does not know.
void expect_no_more(const std::vector<std::string>& words, std::size_t known, std::string_view usage);

}  // namespace aloft::cli
