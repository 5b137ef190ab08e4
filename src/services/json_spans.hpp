#pragma once
// Where the parts of a JSON text stand, so that one can be replaced and the others keep their bytes. For texts that a
// parser has accepted.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::services {

/// A part of the text: from its first byte to behind its last.
struct json_span {
  std::size_t begin = 0, end = 0;
  std::string_view of(std::string_view text) const noexcept { return text.substr(begin, end - begin); }
};

/// The value of a member of the object at `object`; nothing: it has none of that name. Names with escapes are no match.
std::optional<json_span> member_span(std::string_view text, json_span object, std::string_view name);
/// The elements of the array at `array`.
std::vector<json_span> element_spans(std::string_view text, json_span array);
/// The whole text's value, without the white space around it.
json_span value_span(std::string_view text);

}  // namespace aloft::services
