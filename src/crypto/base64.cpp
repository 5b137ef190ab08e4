#include <aloft/base64.hpp>

#include <array>
#include <cstdint>

namespace aloft {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t none = 0xff;

constexpr auto values = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(none);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  return table;
}();

std::uint32_t byte_at(std::string_view bytes, std::size_t i) noexcept { return static_cast<unsigned char>(bytes[i]); }
std::uint32_t value_at(std::string_view text, std::size_t i) noexcept {
  return values[static_cast<unsigned char>(text[i])];
}

}  // namespace

void append_base64(std::string& to, std::string_view bytes) {
  const std::size_t start = to.size();
  to.resize(start + (bytes.size() + 2) / 3 * 4);
  char* out = to.data() + start;
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t group = byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);
    *out++ = alphabet[group >> 18];
    *out++ = alphabet[group >> 12 & 63];
    *out++ = alphabet[group >> 6 & 63];
    *out++ = alphabet[group & 63];
  }
  const std::size_t left = bytes.size() - i;
  if (left == 0) return;
  const std::uint32_t group = byte_at(bytes, i) << 16 | (left == 2 ? byte_at(bytes, i + 1) << 8 : 0);
  *out++ = alphabet[group >> 18];
  *out++ = alphabet[group >> 12 & 63];
  *out++ = left == 2 ? alphabet[group >> 6 & 63] : '=';
  *out++ = '=';
}

std::string to_base64(std::string_view bytes) {
  std::string text;
  append_base64(text, bytes);
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
  const std::string_view digits = text.substr(0, text.size() - padding);

  std::string bytes(text.size() / 4 * 3 - padding, '\0');
  char* out = bytes.data();
  std::size_t i = 0;
  for (; i + 4 <= digits.size(); i += 4) {
    const std::uint32_t a = value_at(digits, i), b = value_at(digits, i + 1);
    const std::uint32_t c = value_at(digits, i + 2), d = value_at(digits, i + 3);
    if ((a | b | c | d) > 63) return std::nullopt;
    const std::uint32_t group = a << 18 | b << 12 | c << 6 | d;
    *out++ = static_cast<char>(group >> 16);
    *out++ = static_cast<char>(group >> 8);
    *out++ = static_cast<char>(group);
  }
  if (padding == 0) return bytes;
  const std::uint32_t a = value_at(digits, i), b = value_at(digits, i + 1);
  const std::uint32_t c = padding == 1 ? value_at(digits, i + 2) : 0;
  if ((a | b | c) > 63) return std::nullopt;
  *out++ = static_cast<char>(a << 2 | b >> 4);
  if (padding == 1) *out = static_cast<char>(b << 4 | c >> 2);
  return bytes;
}

}  // namespace aloft
