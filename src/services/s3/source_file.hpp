#pragma once
// A file that is read to be sent. Everything here blocks.

#include <aloft/error.hpp>
#include <aloft/object_checksum.hpp>
#include <aloft/timestamp.hpp>

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace aloft::s3 {

class source_file {
 public:
  /// Usage error "BodyFile".
  static result<std::shared_ptr<source_file>> open(const std::string& path);
  ~source_file();
  source_file(const source_file&) = delete;
  source_file& operator=(const source_file&) = delete;

  bool regular() const noexcept { return regular_; }
  std::uint64_t size() const noexcept { return size_; }      ///< of regular files
  timestamp modified() const noexcept { return modified_; }  ///< when it was opened
  const std::string& path() const noexcept { return path_; }

  /// All of it, from `offset` on, of a regular file. Usage error "FileChanged" where it has become shorter.
  result<void> read_at(char* into, std::size_t size, std::uint64_t offset) const;
  /// The next bytes of what is no regular file; 0 at the end. May wait for long.
  result<std::size_t> read_some(char* into, std::size_t size) const;
  /// Usage error "FileChanged" where size or time of modification are no longer what they were.
  result<void> unchanged() const;

 private:
  source_file(int descriptor, std::string path) noexcept : descriptor_{descriptor}, path_{std::move(path)} {}
  error changed() const;

  const int descriptor_;
  const std::string path_;
  bool regular_ = false;
  std::uint64_t size_ = 0;
  timestamp modified_;
};

/// A file, and its bytes where it is small.
struct opened_source {
  std::shared_ptr<source_file> file;
  std::optional<std::string> whole;
  object_checksum sum;  ///< of `whole`
};

/// Opens a file and reads it, where it has at most `limit` bytes.
result<opened_source> open_source(const std::string& path, std::uint64_t limit, crc_kind kind);

}  // namespace aloft::s3
