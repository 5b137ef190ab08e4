#include "cli/console.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <utility>

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

bool may_color(int file, color_mode mode) noexcept {
  if (mode != color_mode::automatic) return mode == color_mode::on;
  const char *none = std::getenv("NO_COLOR"), *terminal = std::getenv("TERM");
  if ((none && *none) || !terminal || std::string_view{terminal} == "dumb") return false;
  return ::isatty(file) == 1;
}

}  // namespace

void occupy_standard_descriptors() noexcept {
  // In this order: open() takes the lowest number that is free.
  for (const auto& [file, mode] :
       {std::pair{STDIN_FILENO, O_RDONLY}, {STDOUT_FILENO, O_RDONLY}, {STDERR_FILENO, O_WRONLY}})
    if (::fcntl(file, F_GETFD) < 0) static_cast<void>(::open("/dev/null", mode));
}

void console::write(std::string_view text) {
  progress({});
  if (const int failure = write_all(STDOUT_FILENO, text)) {
    throw output_error{failure, std::generic_category(), "cannot write to the standard output"};
  }
}

void console::report(std::string_view line) noexcept {
  progress({});
  constexpr std::string_view mark = "aloft: ";
  std::string text{line};
  if (line.starts_with(mark) && may_color(STDERR_FILENO, colors_))
    text = "\x1b[1;31maloft:\x1b[0m " + std::string{line.substr(mark.size())};
  write_all(STDERR_FILENO, text + "\n");
}

void console::progress(std::string_view text) noexcept {
  if (text.empty() && !progress_shown_) return;
  if (::isatty(STDERR_FILENO) == 0) return;
  write_all(STDERR_FILENO, std::string{clear_line} + std::string{text});
  progress_shown_ = !text.empty();
}

bool console::colored() const noexcept { return may_color(STDOUT_FILENO, colors_); }

std::size_t console::width() const noexcept {
  if (::isatty(STDOUT_FILENO) == 0) return 0;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

}  // namespace aloft::cli
