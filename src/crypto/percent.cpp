#include "crypto/percent.hpp"

#include "crypto/hex.hpp"

#include <array>

namespace aloft::crypto {
namespace {

constexpr auto unreserved = [] {
  std::array<bool, 256> table{};
  for (unsigned c = 0; c < 256; ++c) table[c] = is_unreserved(static_cast<char>(c));
  return table;
}();

void append_escape(std::string& to, char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  const char escape[3] = {'%', digits[byte >> 4], digits[byte & 15]};
  to.append(escape, 3);
}

// Length of the front of `text` that needs no escape: nearly everything, mostly, so it is copied in one go.
std::size_t plain_run(std::string_view text, bool keep_slashes) noexcept {
  std::size_t i = 0;
  while (i < text.size() && (unreserved[static_cast<unsigned char>(text[i])] || (keep_slashes && text[i] == '/'))) ++i;
  return i;
}

void append_encoded(std::string& to, std::string_view text, bool keep_slashes) {
  for (;;) {
    const std::size_t run = plain_run(text, keep_slashes);
    to.append(text.data(), run);
    if (run == text.size()) return;
    append_escape(to, text[run]);
    text.remove_prefix(run + 1);
  }
}

// The byte that an escape at the front of `text` spells, or -1.
int escaped_byte(std::string_view text) noexcept {
  if (text.size() < 3 || text[0] != '%') return -1;
  const int high = hex_digit(text[1]);
  const int low = hex_digit(text[2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

}  // namespace

void append_percent_encoded(std::string& to, std::string_view text) { append_encoded(to, text, false); }

std::string percent_encode(std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size() + text.size() / 4);
  append_encoded(encoded, text, false);
  return encoded;
}

void append_form_encoded(std::string& to, std::string_view text) {
  for (;;) {
    const std::size_t space = text.find(' ');
    append_encoded(to, text.substr(0, space), false);
    if (space == std::string_view::npos) return;
    to += '+';
    text.remove_prefix(space + 1);
  }
}

void append_path_encoded(std::string& to, std::string_view path) { append_encoded(to, path, true); }

std::optional<std::string> percent_decode(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  while (!text.empty()) {
    if (text.front() != '%') {
      bytes += text.front();
      text.remove_prefix(1);
      continue;
    }
    const int byte = escaped_byte(text);
    if (byte < 0) return std::nullopt;
    bytes += static_cast<char>(byte);
    text.remove_prefix(3);
  }
  return bytes;
}

void append_percent_normalized(std::string& to, std::string_view text, bool keep_slashes) {
  for (;;) {
    const std::size_t run = plain_run(text, keep_slashes);
    to.append(text.data(), run);
    if (run == text.size()) return;
    text.remove_prefix(run);
    const int byte = escaped_byte(text);
    if (byte >= 0 && unreserved[static_cast<std::size_t>(byte)])
      to += static_cast<char>(byte);
    else
      append_escape(to, byte >= 0 ? static_cast<char>(byte) : text.front());
    text.remove_prefix(byte >= 0 ? 3 : 1);
  }
}

}  // namespace aloft::crypto
