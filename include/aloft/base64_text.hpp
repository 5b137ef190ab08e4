#pragma once
// Base64 with the standard alphabet and padding (RFC 4648 §4), in which AWS puts bytes into texts.

#include <optional>
#include <string>
#include <string_view>

namespace aloft {

std::string to_base64(std::string_view bytes);

/// The bytes that `text` spells; nothing when its length is no multiple of four, when padding stands elsewhere than at
/// the end, or when any other character (white space included) is not of the alphabet.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace aloft
