#pragma once
// What must hold of every call, whatever the weather.

#include "storm/caller.hpp"

#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace aloft::storm {

/// What was found in a storm, and what there was to find it in.
class findings {
 public:
  /// `server`: what came of the call's requests there; `pulse`: of the loop that the call ran on.
  void judge(const report& of, const ledger& server, const heartbeat& pulse);
  /// Something about the storm as a whole.
  void add(const std::string& kind, const std::string& what);

  bool none() const noexcept { return found_.empty(); }
  std::uint64_t calls() const noexcept { return calls_; }
  std::uint64_t fine() const noexcept { return fine_; }
  std::uint64_t cancelled() const noexcept { return cancelled_; }
  const std::map<std::string, std::vector<std::string>>& all() const noexcept { return found_; }
  /// How often each kind was found, with some examples; outcomes by code.
  void print(std::ostream& out) const;

 private:
  void judge_answers(const report& of, const ledger& server);
  void judge_executions(const report& of, const ledger& server);
  void judge_time(const report& of, const ledger& server, const heartbeat& pulse);
  void add(const std::string& kind, const report& of, const std::string& what);

  std::map<std::string, std::vector<std::string>> found_;
  std::map<std::string, std::uint64_t> outcomes_;
  std::uint64_t calls_ = 0, fine_ = 0, cancelled_ = 0, raced_ = 0;
};

}  // namespace aloft::storm
