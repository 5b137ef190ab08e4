#pragma once
// A file mapped read-only for as long as the object lives, or what could be one.

#include "aloft/error.hpp"

#include <filesystem>
#include <memory>
#include <string_view>

namespace aloft::model {

class mapped_file {
 public:
  /// Config error "UnreadablePack" that names the path and the system's reason.
  static result<std::shared_ptr<const mapped_file>> open(const std::filesystem::path& path);
  /// Bytes that are there already and live forever.
  static std::shared_ptr<const mapped_file> over(std::string_view bytes);
  ~mapped_file();
  mapped_file(const mapped_file&) = delete;
  mapped_file& operator=(const mapped_file&) = delete;

  std::string_view bytes() const noexcept { return bytes_; }

 private:
  mapped_file(std::string_view bytes, bool mapped) noexcept : bytes_{bytes}, mapped_{mapped} {}
  const std::string_view bytes_;
  const bool mapped_;
};

}  // namespace aloft::model
