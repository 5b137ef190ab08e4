#pragma once
// A file descriptor that closes itself.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace aloft::local::s3 {

class file {
 public:
  file() noexcept = default;
  /// For reading; is_open() tells whether that went well.
  explicit file(const std::string& path) noexcept;
  /// For writing, made where it is not there; behind what is in it with `append`, else it must be new.
  static file create(const std::string& path, bool append) noexcept;
  file(file&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
  file& operator=(file&& other) noexcept;
  ~file();

  bool is_open() const noexcept { return descriptor_ >= 0; }
  /// How many bytes were read: less than `size` at the end or after a fault.
  std::size_t read(std::uint64_t at, char* to, std::size_t size) const noexcept;
  /// 0, or errno.
  int write(std::string_view bytes) const noexcept;
  /// Keeps other processes from locking the same file, until it is closed. False: another one has.
  bool lock() const noexcept;
  void close() noexcept;

 private:
  int descriptor_ = -1;
};

}  // namespace aloft::local::s3
