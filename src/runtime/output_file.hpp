#pragma once
// A file that is there whole or not at all.

#include "aloft/error.hpp"

#include <string>
#include <string_view>

namespace aloft::runtime {

/// Written under another name beside its own, which it takes when it is kept; destroyed before, it is removed. What is
/// no regular file (a pipe, a device) is written in place.
class output_file {
 public:
  /// Usage error "OutputFile", as for the other functions.
  static result<output_file> open(std::string path);
  output_file(output_file&& other) noexcept;
  output_file& operator=(output_file&&) = delete;
  ~output_file();

  result<void> write(std::string_view bytes);
  result<void> keep();

 private:
  output_file(std::string path, std::string temporary, int descriptor) noexcept
      : path_{std::move(path)}, temporary_{std::move(temporary)}, descriptor_{descriptor} {}

  std::string path_;
  std::string temporary_;  // empty: written in place
  int descriptor_;
};

}  // namespace aloft::runtime
