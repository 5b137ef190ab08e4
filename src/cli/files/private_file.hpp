#pragma once
// Files that hold keys and tokens: nobody else may read them, and they are never seen half written.

#include <string>
#include <string_view>

namespace aloft::cli {

/// Replaces the file's content: written aside (mode 0600, or that of the file that is there), then renamed. Folders are
/// made with mode 0700; of a link the target is replaced. Throws a config error "CannotWrite" that names the file.
void write_private_file(const std::string& path, std::string_view content);

/// "" for a file that is not there. Throws a config error "CannotRead".
std::string read_private_file(const std::string& path);

}  // namespace aloft::cli
