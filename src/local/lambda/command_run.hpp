#pragma once
// A local command that stands for a function: the payload on its standard input, the answer on its standard output.

#include "local/bell.hpp"

#include <sys/types.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace aloft::local::lambda {

struct command_result {
  bool started = false;
  int status = 0;  ///< exit status; negative: the signal that ended it
  std::string output;
  std::string complaint;  ///< what it wrote to its standard error
};

/// Runs in a thread until the command ends. Destroyed before, it ends the command and all that it has started.
class command_run {
 public:
  /// `command` goes to /bin/sh -c. `over` is rung at the end.
  command_run(std::string command, std::string payload, std::shared_ptr<bell> over);
  ~command_run();
  command_run(const command_run&) = delete;
  command_run& operator=(const command_run&) = delete;

  /// Nothing as long as it runs.
  std::optional<command_result> outcome() const;

 private:
  void run(const std::string& command, const std::string& payload);
  /// Feeds and reads until the command has closed its outputs.
  void exchange(int input, int output, int complaint, std::string_view payload, command_result& into);

  const std::shared_ptr<bell> over_;
  mutable std::mutex mutex_;
  std::optional<command_result> outcome_;
  pid_t process_ = 0;  ///< its group's number too; 0: none that may be ended
  bool unwanted_ = false;
  std::thread thread_;
};

}  // namespace aloft::local::lambda
