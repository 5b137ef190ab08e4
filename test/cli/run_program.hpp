#pragma once
// Runs the aloft program as its users do.

#include <sys/types.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace aloft::test {

struct program_result {
  int status = -1;  ///< exit status; 128 + signal when a signal ended it
  std::string out, err;

  std::vector<std::string> lines() const;  ///< of the standard output
};

using variables = std::map<std::string, std::string>;

/// A program that runs, its outputs going to files.
class running_program {
 public:
  /// With these environment variables only. `out_file`: the standard output goes there instead.
  running_program(const std::vector<std::string>& arguments, const variables& environment,
                  const std::string& out_file = {});
  ~running_program();
  running_program(const running_program&) = delete;
  running_program& operator=(const running_program&) = delete;

  void signal(int number) const;
  /// What it has printed so far.
  std::string out() const;
  /// Waits until `state` holds; false when the program has ended before.
  bool runs_until(const std::function<bool()>& state) const;
  program_result wait();

 private:
  pid_t process_ = 0;
  std::string folder_, out_;
};

/// Runs the program to its end.
program_result run_program(const std::vector<std::string>& arguments, const variables& environment);

/// The same through `sh -c`, with the program's path in $ALOFT.
program_result run_shell(const std::string& script, variables environment);

}  // namespace aloft::test
