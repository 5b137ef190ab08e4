#pragma once
// Percent-encoding as AWS wants it: everything but RFC 3986's unreserved characters (A-Z a-z 0-9 - . _ ~) is written
// as %XX in upper case, byte by byte.

#include <optional>
#include <string>
#include <string_view>

namespace aloft::crypto {

/// True for the characters that stand for themselves everywhere in a URI.
constexpr bool is_unreserved(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

/// Appends `text` encoded for use in a query or in one segment of a path.
void append_percent_encoded(std::string& to, std::string_view text);
std::string percent_encode(std::string_view text);

/// The same for values of a form body (application/x-www-form-urlencoded), where a space is written as '+'.
void append_form_encoded(std::string& to, std::string_view text);

/// The same, leaving '/' as it is: for whole paths and greedy labels.
void append_path_encoded(std::string& to, std::string_view path);

/// The bytes that `text` spells ('+' stands for itself); nothing when a '%' isn't followed by two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);

/// Appends `text` decoded and encoded anew, so that every spelling of the same bytes gives the same text. A '%' that
/// starts no escape is taken for itself. With `keep_slashes`, '/' and "%2F" both stay what they are.
void append_percent_normalized(std::string& to, std::string_view text, bool keep_slashes = false);

}  // namespace aloft::crypto
