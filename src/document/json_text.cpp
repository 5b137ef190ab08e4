#include <aloft/json_text.hpp>

#include "core/short_text.hpp"

#include <boost/json/value.hpp>

#include <array>
#include <charconv>
#include <cmath>

namespace aloft {
namespace {

// 0: as it is; 'u': \u00XX; else the letter after the backslash.
constexpr std::array<char, 256> escapes = [] {
  std::array<char, 256> table{};
  for (int c = 0; c < 0x20; ++c) table[static_cast<std::size_t>(c)] = 'u';
  table['"'] = '"';
  table['\\'] = '\\';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  return table;
}();

// Past bytes that stand for themselves; may stop early.
std::size_t skip_plain(std::string_view text, std::size_t at) noexcept {
  constexpr std::uint64_t every_byte = 0x0101010101010101u;
  const auto equal = [](std::uint64_t word, unsigned char c) {
    const std::uint64_t difference = word ^ (c * every_byte);
    return (difference - every_byte) & ~difference;
  };
  for (; at + 8 <= text.size(); at += 8) {
    const std::uint64_t word = detail::load8(text.data() + at);
    const std::uint64_t below_blank = (word - 0x20 * every_byte) & ~word;
    if (((equal(word, '"') | equal(word, '\\') | below_blank) & (0x80 * every_byte)) != 0) break;
  }
  while (at < text.size() && escapes[static_cast<unsigned char>(text[at])] == 0) ++at;
  return at;
}

}  // namespace

void append_json_string(std::string& to, std::string_view text) {
  to.push_back('"');
  std::size_t from = 0;
  for (std::size_t i = 0; (i = skip_plain(text, i)) < text.size(); ++i) {
    const char escape = escapes[static_cast<unsigned char>(text[i])];
    to.append(text, from, i - from);
    from = i + 1;
    to.push_back('\\');
    to.push_back(escape);
    if (escape == 'u') {
      constexpr std::string_view digits = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(text[i]);
      to.append("00").push_back(digits[byte >> 4]);
      to.push_back(digits[byte & 15]);
    }
  }
  to.append(text, from);
  to.push_back('"');
}

void append_real(std::string& to, double number) {
  if (std::isnan(number)) {
    to.append("NaN");
    return;
  }
  if (std::isinf(number)) {
    to.append(number < 0 ? "-Infinity" : "Infinity");
    return;
  }
  std::array<char, 64> text;
  const double size = std::fabs(number);
  const bool plain = number == 0 || (size >= 1e-4 && size < 1e16);
  const auto format = plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto written = std::to_chars(text.data(), text.data() + text.size(), number, format);
  const std::string_view digits{text.data(), static_cast<std::size_t>(written.ptr - text.data())};
  to.append(digits);
  if (plain && digits.find('.') == std::string_view::npos) to.append(".0");
}

void append_integer(std::string& to, std::int64_t number) {
  std::array<char, 24> text;
  const auto written = std::to_chars(text.data(), text.data() + text.size(), number);
  to.append(text.data(), written.ptr);
}

void append_json_value(std::string& to, const boost::json::value& from) {
  switch (from.kind()) {
    case boost::json::kind::null: to += "null"; break;
    case boost::json::kind::bool_: to += from.get_bool() ? "true" : "false"; break;
    case boost::json::kind::int64: append_integer(to, from.get_int64()); break;
    case boost::json::kind::uint64: to += std::to_string(from.get_uint64()); break;
    case boost::json::kind::double_: append_real(to, from.get_double()); break;
    case boost::json::kind::string: append_json_string(to, from.get_string()); break;
    case boost::json::kind::array: {
      to += '[';
      bool first = true;
      for (const auto& element : from.get_array()) {
        if (!std::exchange(first, false)) to += ',';
        append_json_value(to, element);
      }
      to += ']';
      break;
    }
    case boost::json::kind::object: {
      to += '{';
      bool first = true;
      for (const auto& [name, member] : from.get_object()) {
        if (!std::exchange(first, false)) to += ',';
        append_json_string(to, name);
        to += ':';
        append_json_value(to, member);
      }
      to += '}';
      break;
    }
  }
}

}  // namespace aloft
