#pragma once
// The standard streams. Output is written at once and whole; nothing is ever paged.

#include <cstddef>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace aloft::cli {

/// The standard output cannot be written: the reader has gone (EPIPE), the disk is full, …
class output_error : public std::system_error {
 public:
  using std::system_error::system_error;
};

class console {
 public:
  /// Throws output_error.
  void write(std::string_view text);

  /// A line on the standard error; never fails. Clears the progress line first.
  void report(std::string_view line) noexcept;

  /// Replaces the progress line on the standard error; nothing unless that is a terminal. "" takes it away.
  void progress(std::string_view text) noexcept;

  /// Columns of the terminal that shows the standard output; 0 when it is none.
  std::size_t width() const noexcept;

 private:
  bool progress_shown_ = false;
};

}  // namespace aloft::cli
