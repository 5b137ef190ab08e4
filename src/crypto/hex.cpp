#include "crypto/hex.hpp"

#include <array>
#include <cstring>

namespace aloft::crypto {
namespace {

// Both digits of each byte, so that a byte is one lookup.
constexpr auto digit_pairs = [] {
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<std::array<char, 2>, 256> pairs{};
  for (std::size_t i = 0; i < 256; ++i) pairs[i] = {digits[i >> 4], digits[i & 15]};
  return pairs;
}();

}  // namespace

void append_hex(std::string& to, std::string_view bytes) {
  while (!bytes.empty()) {
    std::array<char, 64> text;  // a SHA-256 at a time
    char* out = text.data();
    const std::string_view part = bytes.substr(0, text.size() / 2);
    for (const char c : part) {
      std::memcpy(out, digit_pairs[static_cast<unsigned char>(c)].data(), 2);
      out += 2;
    }
    to.append(text.data(), out);
    bytes.remove_prefix(part.size());
  }
}

std::string to_hex(std::string_view bytes) {
  std::string text;
  append_hex(text, bytes);
  return text;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes(text.size() / 2, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const int high = hex_digit(text[2 * i]);
    const int low = hex_digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes[i] = static_cast<char>(high * 16 + low);
  }
  return bytes;
}

}  // namespace aloft::crypto
