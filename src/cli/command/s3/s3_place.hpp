#pragma once
// What a word of `aloft s3 cp` and its like names.

#include <aloft/s3_sync.hpp>

#include <string>
#include <string_view>

namespace aloft::cli {

/// A path, an object or all that begins like it, or "-".
struct s3_place {
  bool local = true;
  bool standard = false;  ///< "-": the standard input or output
  std::string path;       ///< of local ones, as typed
  std::string bucket, key;

  /// The folder, or the keys below the key as if it were a folder.
  s3::tree_place tree() const;
  s3::object_place object() const { return {bucket, key}; }
  /// The last component: of paths the file's name, of keys what follows the last '/'.
  std::string name() const;
};

/// Usage errors of parse_s3_uri().
s3_place read_place(const std::string& word);

/// A path as it is shown: relative to the current folder, as the AWS CLI shows it; control characters escaped.
std::string shown_path(std::string_view path);

}  // namespace aloft::cli
