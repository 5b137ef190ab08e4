#include "cli/command/logs/line_ledger.hpp"

namespace aloft::cli {

void line_ledger::read_again() {
  for (auto& [line, seen] : lines_) seen.read = 0;
}

bool line_ledger::count(const log_line& line, unsigned counts::*source) {
  counts& seen = lines_[line];
  if (++(seen.*source) <= seen.shown) return false;
  ++seen.shown;
  return true;
}

void line_ledger::forget_before(std::int64_t time) {
  log_line first;
  first.time = time;
  lines_.erase(lines_.begin(), lines_.lower_bound(first));
}

}  // namespace aloft::cli
