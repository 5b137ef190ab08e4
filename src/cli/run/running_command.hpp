#pragma once
// A command of the user's that is fed by this program, in an event loop.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::cli {

/// Runs `sh -c` in a process group of its own: the terminal's Ctrl-C does not reach it. Move-only; destroyed while the
/// command runs, its group is killed.
/// Thread: one coroutine at a time for each direction.
class running_command {
 public:
  using variables = std::vector<std::pair<std::string, std::string>>;

  /// With these environment variables besides the program's own. Its standard error is the program's, and so is its
  /// standard output unless it is to be read. Throws aloft::error, usage "CommandNotStarted".
  running_command(boost::asio::any_io_executor executor, const std::string& command, const variables& environment,
                  bool reads_output);
  running_command(running_command&&) noexcept;
  ~running_command();

  /// Everything to its standard input; false when it does not read (any more). Cancellation: terminal; gives false.
  boost::asio::awaitable<bool> write(std::string_view text);
  void close_input();
  /// A line of its standard output, without the line feed; nothing at the end. Cancellation: terminal; gives nothing.
  boost::asio::awaitable<std::optional<std::string>> read_line();
  /// Its exit status, 128 and more for the signal that ended it; nothing when the wait was cancelled.
  /// Cancellation: terminal.
  boost::asio::awaitable<std::optional<int>> wait();
  /// SIGTERM to its group, SIGKILL to what is left after `patience`. Cancellation: none.
  boost::asio::awaitable<void> end(std::chrono::milliseconds patience);

 private:
  boost::asio::awaitable<void> end_shielded(std::chrono::milliseconds patience);
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace aloft::cli
