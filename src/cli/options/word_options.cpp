#include "cli/options/word_options.hpp"

#include <aloft/duration.hpp>

#include "aloft/error.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <utility>

namespace aloft::cli {

std::optional<std::string> take_option(std::vector<std::string>& words, std::string_view name) {
  const auto end = std::find(words.begin(), words.end(), "--");
  const auto at = std::find_if(words.begin(), end, [&](const std::string& word) {
    return word.starts_with(name) && (word.size() == name.size() || word[name.size()] == '=');
  });
  if (at == end) return std::nullopt;
  std::string value;
  if (at->size() > name.size()) {
    value = at->substr(name.size() + 1);
    words.erase(at);
    return value;
  }
  if (at + 1 == end) throw error{error_kind::usage, "BadOption", std::string{name} + ": a value is missing"};
  value = *(at + 1);
  words.erase(at, at + 2);
  return value;
}

template <class Number>
std::optional<Number> take_number(std::vector<std::string>& words, std::string_view name, Number least) {
  const auto text = take_option(words, name);
  if (!text) return std::nullopt;
  Number number{};
  const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (failure == std::errc{} && end == text->data() + text->size() && number >= least) return number;
  throw error{error_kind::usage, "BadOption",
              std::string{name} + ": expected a whole number from " + std::to_string(least) + " to " +
                  std::to_string(std::numeric_limits<Number>::max()) + ", got '" + *text + '\''};
}

template std::optional<std::uint16_t> take_number(std::vector<std::string>&, std::string_view, std::uint16_t);
template std::optional<std::uint64_t> take_number(std::vector<std::string>&, std::string_view, std::uint64_t);

bool take_flag(std::vector<std::string>& words, std::string_view name) {
  const auto end = std::find(words.begin(), words.end(), "--");
  const auto at = std::find(words.begin(), end, name);
  if (at == end) return false;
  words.erase(at);
  return true;
}

std::optional<std::chrono::seconds> take_seconds(std::vector<std::string>& words, std::string_view name) {
  const auto text = take_option(words, name);
  if (!text) return std::nullopt;
  long long count = 0;
  const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), count);
  if (failure != std::errc{} || end != text->data() + text->size())
    throw error{error_kind::usage, "BadOption",
                std::string{name} + ": expected a whole number of seconds, got '" + *text + '\''};
  return std::chrono::seconds{count};
}

std::optional<std::chrono::milliseconds> read_duration(std::string_view text) {
  const bool bare = !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
  const auto length = parse_duration(bare ? std::string{text} + "s" : std::string{text});
  if (!length || *length <= std::chrono::microseconds::zero()) return std::nullopt;
  return std::chrono::ceil<std::chrono::milliseconds>(*length);
}

std::optional<std::chrono::milliseconds> take_duration(std::vector<std::string>& words, std::string_view name) {
  const auto text = take_option(words, name);
  if (!text) return std::nullopt;
  const auto duration = read_duration(*text);
  if (duration) return duration;
  throw error{error_kind::usage, "BadOption",
              std::string{name} + ": expected a duration such as 30s, 5m or 2h, got '" + *text + '\''};
}

void expect_no_more(const std::vector<std::string>& words, std::size_t known, std::string_view usage) {
  if (words.size() <= known) return;
  throw error{error_kind::usage, "BadOption", "unexpected word '" + words[known] + "': " + std::string{usage}};
}

}  // namespace aloft::cli
