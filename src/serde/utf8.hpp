#pragma once
// UTF-8 checked as it arrives (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace aloft::serde {

class utf8_checker {
 public:
  /// False when `piece` is wrong after what came before; then the checker is of no more use.
  bool feed(std::string_view piece) noexcept;
  /// No character is cut off.
  bool complete() const noexcept { return missing_ == 0; }
  /// Also refuse U+FFFE and U+FFFF, which XML does not allow.
  void refuse_noncharacters() noexcept { refuse_noncharacters_ = true; }

 private:
  unsigned missing_ = 0;      // continuation bytes to come
  std::uint32_t code_ = 0;    // of the character so far
  unsigned char low_ = 0x80;  // range of the next continuation byte
  unsigned char high_ = 0xbf;
  bool refuse_noncharacters_ = false;
};

bool valid_utf8(std::string_view text) noexcept;
/// Code points, which is how AWS's models count the length of texts.
std::size_t character_count(std::string_view utf8) noexcept;

/// The text with U+FFFD in place of bytes that are no UTF-8. `cut`: a character that its end cuts off is dropped.
std::string repaired_utf8(std::string_view bytes, bool cut = false);

/// The bytes themselves, or, where they are no UTF-8, read as ISO 8859-1, as header fields were once meant.
std::string as_utf8(std::string_view bytes);

/// Appends the character's one to four bytes; `code` must be a Unicode scalar value.
void append_utf8(std::string& to, std::uint32_t code);

}  // namespace aloft::serde
