#include "cli/run/mfa_prompt.hpp"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <string_view>

namespace aloft::cli {
namespace {

/// The terminal with its echo switched off, as long as this lives.
class quiet_terminal {
 public:
  quiet_terminal() : file_{::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)} {
    if (!there() || ::tcgetattr(file_, &before_) != 0) return;
    termios quiet = before_;
    quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(file_, TCSAFLUSH, &quiet) == 0;
  }
  ~quiet_terminal() {
    if (!there()) return;
    if (changed_) ::tcsetattr(file_, TCSAFLUSH, &before_);
    ::close(file_);
  }
  quiet_terminal(const quiet_terminal&) = delete;

  bool there() const noexcept { return file_ >= 0; }
  void say(std::string_view text) const noexcept {
    if (::write(file_, text.data(), text.size()) < 0) return;  // who does not see the question does not answer it
  }

  /// One line; empty after a signal.
  std::string line() const {
    std::string text;
    pollfd ready{file_, POLLIN, 0};
    // poll, because it returns at a signal whatever the signal's handler is set to.
    while (text.size() < 256 && ::poll(&ready, 1, -1) == 1) {
      char c = 0;
      if (::read(file_, &c, 1) != 1 || c == '\n') return text;
      text += c;
    }
    return {};
  }

 private:
  int file_;
  termios before_{};
  bool changed_ = false;
};

}  // namespace

std::string prompt_mfa_code(const std::string& serial) {
  const quiet_terminal terminal;
  if (!terminal.there()) return {};
  terminal.say("Enter MFA code for " + serial + ": ");
  std::string code = terminal.line();
  terminal.say("\n");
  const auto first = code.find_first_not_of(" \t\r");
  if (first == std::string::npos) return {};
  return code.substr(first, code.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace aloft::cli
