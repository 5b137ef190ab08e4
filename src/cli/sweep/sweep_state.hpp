#pragma once
// --state FILE: how far a sweep has come, so that the same command goes on where it was interrupted.

#include "cli/console.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

/// A journal, a line of JSON for what was printed together. A line is on the disk before its rows are printed, and the
/// rows are on the disk (where they go to a file) before the next line is. Lines say where in the output their rows are
/// to stand: whoever goes on after a crash sees in the output file whether the last ones got there, and takes a torn
/// end away. To a pipe the rows of the last line are printed once more in that case, and it is said.
class sweep_state {
 public:
  /// What is printed together: rows of targets that are done with them, or of one that goes on at a token.
  struct step {
    std::vector<std::string> finished = {};
    std::string target = {}, token = {};
  };

  /// Opens the journal, or begins one. `command` tells commands from each other. Throws: usage errors "StateFile" for
  /// one of another command, one that somebody else uses or that cannot be read or written, and for an output that has
  /// lost rows.
  sweep_state(std::string path, boost::json::object command, console& out);
  ~sweep_state();
  sweep_state(const sweep_state&) = delete;
  sweep_state& operator=(const sweep_state&) = delete;

  bool finished(const std::string& target) const { return finished_.contains(target); }
  std::string token_of(const std::string& target) const;
  std::size_t finished_count() const noexcept { return finished_.size(); }
  /// The output is a file that has rows already: no second header.
  bool goes_on() const noexcept { return goes_on_; }

  /// Prints the rows and keeps that they are. Throws output_error.
  void print(const step& what, std::string_view rows);
  /// The command ends in order: all that was journalled is printed.
  void close();

 private:
  void load(const std::string& text, const boost::json::object& command);
  void take(const boost::json::object& line);
  void settle_output();
  void append(const boost::json::object& line);
  [[noreturn]] void refuse(const std::string& why) const;

  const std::string path_;
  console& out_;
  int file_ = -1;
  std::set<std::string> finished_;
  std::map<std::string, std::string> tokens_;
  bool goes_on_ = false;
  // Of the run before: its output, and its last line while that may not have been printed.
  struct output_file {
    std::uint64_t device = 0, inode = 0;
    bool operator==(const output_file&) const = default;
  };
  output_file last_output_, own_output_;
  boost::json::object last_line_;
  std::size_t last_line_at_ = 0;  // in the journal
  std::uint64_t printed_to_ = 0;  // end of what is surely in the output
};

}  // namespace aloft::cli
