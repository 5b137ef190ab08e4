#pragma once
// Which lines of a log have been shown. The same line comes from two sources, the live stream and what is read again
// where that was opened, and equal lines may be different ones: a line is shown as often as the source that has it most
// often has it.

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

namespace aloft::cli {

struct log_line {
  std::string group, stream, message;
  std::int64_t time = 0;  ///< milliseconds since 1970

  auto key() const { return std::tie(time, group, stream, message); }
  bool operator<(const log_line& other) const { return key() < other.key(); }
};

class line_ledger {
 public:
  /// What is read from now on is read anew: its lines are counted from zero.
  void read_again();
  /// A line of what is read: true when it is to be shown.
  bool read(const log_line& line) { return count(line, &counts::read); }
  /// A line of the live stream: true when it is to be shown.
  bool live(const log_line& line) { return count(line, &counts::live); }

  /// The time of the newest line; 0: none has come.
  std::int64_t newest() const noexcept { return lines_.empty() ? 0 : lines_.rbegin()->first.time; }
  /// Lines older than this do not come again.
  void forget_before(std::int64_t time);

 private:
  struct counts {
    unsigned read = 0, live = 0, shown = 0;
  };
  bool count(const log_line& line, unsigned counts::*source);

  std::map<log_line, counts> lines_;
};

}  // namespace aloft::cli
