#pragma once
// file:// and fileb:// in front of a parameter's value: the value is what the file holds.

#include "aloft/error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace aloft::cli {

/// A parameter's text after files have been read.
struct parameter_text {
  std::string text;
  bool raw_bytes = false;   ///< from fileb://: bytes as they are, not base64
  std::string origin = {};  ///< "file://…" when it was read from a file; for error messages
};

/// `text` itself, or the content of the file it names. "~" at the start of a path is the home folder, "-" the standard
/// input. Usage errors: "ParameterValue" for text that is not UTF-8, "ParameterFile" when the file cannot be read, or
/// when file:// names one that is not UTF-8.
result<parameter_text> read_parameter_text(std::string_view text);

/// Everything that is in a file, or nothing with errno set.
std::optional<std::string> read_whole_file(const std::string& path);

}  // namespace aloft::cli
