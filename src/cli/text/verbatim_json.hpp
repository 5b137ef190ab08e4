#pragma once
// JSON that is passed on as it stands, digit by digit: looked at, not parsed into values and written anew.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::cli {

/// Why the text is no JSON document, and where; empty: it is one.
std::string why_not_json(std::string_view text);

/// The members of an object, with the text of each value as it stands; nothing when the document, which must be JSON,
/// is no object. Names are unescaped.
std::optional<std::vector<std::pair<std::string, std::string_view>>> json_members(std::string_view document);

/// The same document in one line.
std::string in_one_line(std::string_view document);

}  // namespace aloft::cli
