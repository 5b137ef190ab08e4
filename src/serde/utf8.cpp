#include "serde/utf8.hpp"

#include <algorithm>

#include <cstring>

namespace aloft::serde {

bool utf8_checker::feed(std::string_view piece) noexcept {
  const char* at = piece.data();
  const char* const end = at + piece.size();
  while (at != end) {
    if (missing_ == 0) {
      while (end - at >= 8) {
        std::uint64_t word;
        std::memcpy(&word, at, 8);
        if ((word & 0x8080808080808080u) != 0) break;
        at += 8;
      }
      while (at != end && static_cast<unsigned char>(*at) < 0x80) ++at;
      if (at == end) return true;
      const auto lead = static_cast<unsigned char>(*at++);
      low_ = 0x80;
      high_ = 0xbf;
      if (lead >= 0xc2 && lead <= 0xdf) {
        missing_ = 1;
        code_ = lead & 0x1f;
      } else if (lead >= 0xe0 && lead <= 0xef) {
        missing_ = 2;
        code_ = lead & 0x0f;
        if (lead == 0xe0) low_ = 0xa0;   // shorter forms exist below
        if (lead == 0xed) high_ = 0x9f;  // surrogates above
      } else if (lead >= 0xf0 && lead <= 0xf4) {
        missing_ = 3;
        code_ = lead & 0x07;
        if (lead == 0xf0) low_ = 0x90;
        if (lead == 0xf4) high_ = 0x8f;
      } else {
        return false;
      }
      continue;
    }
    const auto byte = static_cast<unsigned char>(*at++);
    if (byte < low_ || byte > high_) return false;
    low_ = 0x80;
    high_ = 0xbf;
    code_ = code_ << 6 | (byte & 0x3f);
    if (--missing_ == 0 && refuse_noncharacters_ && (code_ == 0xfffe || code_ == 0xffff)) return false;
  }
  return true;
}

bool valid_utf8(std::string_view text) noexcept {
  utf8_checker checker;
  return checker.feed(text) && checker.complete();
}

std::string repaired_utf8(std::string_view bytes, bool cut) {
  std::string out;
  while (!bytes.empty()) {
    std::size_t size = 1;
    while (size < 4 && size < bytes.size() && (static_cast<unsigned char>(bytes[size]) & 0xc0) == 0x80) ++size;
    const auto character = bytes.substr(0, size);
    const bool good = valid_utf8(character);
    if (good) {
      out += character;
    } else if (utf8_checker begun; !cut || size < bytes.size() || !begun.feed(character)) {
      out += "\xef\xbf\xbd";
    } else {
      break;
    }
    bytes.remove_prefix(good ? size : 1);
  }
  return out;
}

std::string as_utf8(std::string_view bytes) {
  if (valid_utf8(bytes)) return std::string{bytes};
  std::string out;
  for (const char c : bytes) append_utf8(out, static_cast<unsigned char>(c));
  return out;
}

void append_utf8(std::string& to, std::uint32_t code) {
  const auto byte = [&](std::uint32_t bits) { to.push_back(static_cast<char>(bits)); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xc0 | code >> 6);
    byte(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    byte(0xe0 | code >> 12);
    byte(0x80 | (code >> 6 & 0x3f));
    byte(0x80 | (code & 0x3f));
  } else {
    byte(0xf0 | code >> 18);
    byte(0x80 | (code >> 12 & 0x3f));
    byte(0x80 | (code >> 6 & 0x3f));
    byte(0x80 | (code & 0x3f));
  }
}

std::size_t character_count(std::string_view utf8) noexcept {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace aloft::serde
