#pragma once
// A number that is the whole of a text.

#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace aloft::local {

template <class Number>
std::optional<Number> parse_number(std::string_view text) noexcept {
  Number number{};
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace aloft::local
