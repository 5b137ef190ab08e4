#pragma once
// Base64 with the standard alphabet and padding (RFC 4648 §4): how JSON that is given to calls, or made of answers,
// carries blobs. Pure functions; thread-safe.

#include <optional>
#include <string>
#include <string_view>

namespace aloft {

void append_base64(std::string& to, std::string_view bytes);
std::string to_base64(std::string_view bytes);

/// The bytes that `text` spells; nothing when its length is no multiple of four, when padding stands elsewhere than at
/// the end, or when any other character (white space included) is not of the alphabet. Bits that the last digit has
/// too many are ignored, as most readers do.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace aloft
