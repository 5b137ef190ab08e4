#pragma once
// The standard streams. Output is written at once and whole.

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

/// Opens what of descriptors 0 to 2 was closed, so that no file that is opened later is taken for a standard stream.
/// Writing to an output that was closed still fails.
void occupy_standard_descriptors() noexcept;

/// --color: automatic is on at a terminal, unless NO_COLOR is set or TERM is dumb.
enum class color_mode { automatic, on, off };

/// --cli-error-format.
enum class error_form { text, legacy, json, yaml };

class console {
 public:
  void set_error_form(error_form form) noexcept { error_form_ = form; }
  error_form how_errors_are_said() const noexcept { return error_form_; }
  void set_colors(color_mode mode) noexcept { colors_ = mode; }
  /// Whether the standard output may hold ANSI's colours.
  bool colored() const noexcept;

  /// Takes the progress line away first. Throws output_error.
  void write(std::string_view text);

  /// A line on the standard error; never fails. Clears the progress line first.
  void report(std::string_view line) noexcept;

  /// Replaces the progress line on the standard error; nothing unless that is a terminal. "" takes it away.
  void progress(std::string_view text) noexcept;

  /// Columns of the terminal that shows the standard output; 0 when it is none.
  std::size_t width() const noexcept;

 private:
  color_mode colors_ = color_mode::automatic;
  error_form error_form_ = error_form::text;
  bool progress_shown_ = false;
};

}  // namespace aloft::cli
