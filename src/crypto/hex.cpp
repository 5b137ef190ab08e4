#include "crypto/hex.hpp"

#include <array>

namespace aloft::crypto {
void append_hex(std::string& to, std::string_view bytes) {
  while (!bytes.empty()) {
    std::array<char, 64> text;  // a SHA-256 at a time
    char* out = text.data();
    const std::string_view part = bytes.substr(0, text.size() / 2);
    for (const char c : part) out = write_hex(out, static_cast<std::uint8_t>(c));
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
