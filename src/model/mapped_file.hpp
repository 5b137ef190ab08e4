#pragma once
// A file mapped read-only for as long as the object lives.

#include "aloft/error.hpp"

#include <filesystem>
#include <memory>
#include <string_view>

namespace aloft::model {

class mapped_file {
 public:
  /// Config error "UnreadablePack" that names the path and the system's reason.
  static result<std::shared_ptr<const mapped_file>> open(const std::filesystem::path& path);
  ~mapped_file();
  mapped_file(const mapped_file&) = delete;
  mapped_file& operator=(const mapped_file&) = delete;

  std::string_view bytes() const noexcept { return bytes_; }

 private:
  explicit mapped_file(std::string_view bytes) noexcept : bytes_{bytes} {}
  std::string_view bytes_;
};

}  // namespace aloft::model
