#include "cli/console.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

namespace aloft::cli {
namespace {

/// 0, or the errno of the write that failed.
int write_all(int file, std::string_view text) noexcept {
  while (!text.empty()) {
    const auto written = ::write(file, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return errno;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

constexpr std::string_view clear_line = "\r\x1b[K";

}  // namespace

void console::write(std::string_view text) {
  if (const int failure = write_all(STDOUT_FILENO, text)) {
    throw output_error{failure, std::generic_category(), "cannot write to the standard output"};
  }
}

void console::report(std::string_view line) noexcept {
  progress({});
  write_all(STDERR_FILENO, std::string{line} + "\n");
}

void console::progress(std::string_view text) noexcept {
  if (text.empty() && !progress_shown_) return;
  if (::isatty(STDERR_FILENO) == 0) return;
  write_all(STDERR_FILENO, std::string{clear_line} + std::string{text});
  progress_shown_ = !text.empty();
}

std::size_t console::width() const noexcept {
  if (::isatty(STDOUT_FILENO) == 0) return 0;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

}  // namespace aloft::cli
