#pragma once
// A program that is run for what it prints.

#include "aloft/error.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::config {

/// Words of a command line by the rules of POSIX shells: blanks, quotes, backslashes; nothing is expanded. Nothing when
/// a quote is not closed.
std::optional<std::vector<std::string>> shell_words(std::string_view line);

struct process_result {
  int status = 0;  ///< exit status; negative: the signal that ended it
  std::string output;
};

/// Runs the program (found in PATH) and waits for its end without blocking the event loop. Its standard input is ours,
/// what it writes to standard error is thrown away: it may hold secrets. Ended by force after `limit`, when it prints
/// more than 1 MB, and when the caller cancels. Credentials errors: "ProcessNotStarted", "ProcessTimeout",
/// "ProcessOutput"; cancelled.
boost::asio::awaitable<result<process_result>> run_process(std::vector<std::string> words,
                                                           std::chrono::milliseconds limit);

}  // namespace aloft::config
