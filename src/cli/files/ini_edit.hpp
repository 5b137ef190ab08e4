#pragma once
// The shared configuration files, edited where they stand: comments, order and everything else stays.

#include <optional>
#include <string>
#include <string_view>

namespace aloft::cli {

/// The text of a configuration file with `key = value` in the section, whose header is given without brackets
/// ("default", "profile x", "sso-session x"). "s3.addressing_style" is a property below the property s3. An existing
/// line is replaced, others are added at the section's end, a missing section at the file's.
std::string with_property(std::string_view text, std::string_view section, std::string_view key,
                          std::string_view value);

/// The value as it stands there; nothing where the section or the key is missing.
std::optional<std::string> find_property(std::string_view text, std::string_view section, std::string_view key);

}  // namespace aloft::cli
