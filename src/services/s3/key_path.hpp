#pragma once
// Keys as paths of files. Pure.

#include <aloft/error.hpp>

#include <string_view>

namespace aloft::s3 {

/// Whether a key names a file below a folder and nothing else: a relative path whose components are names. Usage error
/// "UnsafeKey" for keys that are empty, begin or end with '/', hold "//", "." or ".." as a component, a NUL, or a
/// component of more than 255 bytes.
result<void> check_path_of_key(std::string_view key);

}  // namespace aloft::s3
