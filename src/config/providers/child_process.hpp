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

/// The program of a command line and its arguments, by the rules of POSIX shells: blanks, quotes, backslashes; nothing
/// is expanded. A line with an operator of the shell that no quotes or backslash cover (| & ; < > ` and $() can mean
/// nothing but the shell: then it is {"/bin/sh", "-c", line}. Nothing when a quote is not closed.
std::optional<std::vector<std::string>> command_words(std::string_view line);

struct process_result {
  int status = 0;  ///< exit status; negative: the signal that ended it
  std::string output;
  std::string complaint;  ///< the end of what it wrote to standard error, at most 2 kB
};

/// Runs the program (found in PATH) and waits for its end without blocking the event loop. Its standard input is ours
/// where that is a terminal, at which it may ask, and empty elsewhere: what a script reads is the script's. Ended by
/// force after `limit`, when it prints more than 1 MB, and when the caller cancels. Credentials errors:
/// "ProcessNotStarted", "ProcessTimeout", "ProcessOutput"; cancelled.
boost::asio::awaitable<result<process_result>> run_process(std::vector<std::string> words,
                                                           std::chrono::milliseconds limit);

}  // namespace aloft::config
