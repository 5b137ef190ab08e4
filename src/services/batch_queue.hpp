#pragma once
// Entries on their way into requests that take a few at a time. Decides which go together and which go again; sends
// nothing, knows no clock.
//
//   entry     what the caller wants sent, by its number in the order of add()
//   lane      entries whose order counts (a message group): one request of a lane is under way at a time
//   batch     entries that travel in one request

#include "flow/budget.hpp"

#include <cstddef>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::services {

using flow::steady_time;

struct batch_limits {
  std::size_t entries = 10;
  std::size_t bytes = static_cast<std::size_t>(-1);  ///< of a batch; no entry may be larger
  int rounds = 3;                                    ///< how often an entry is sent at most
};

/// What an answer says of an entry.
enum class verdict {
  accepted,
  refused,  ///< for what it is: never again
  again,    ///< for a reason that may pass
  alone,    ///< with the whole batch, for what one of its entries is: each is tried alone
};

class batch_queue {
 public:
  using batch = std::vector<std::size_t>;

  explicit batch_queue(batch_limits limits) : limits_{limits} {}

  /// An empty lane: its order does not count. Gives the entry's number, counting from 0.
  std::size_t add(std::size_t bytes, std::string_view lane = {});

  /// The next batch; empty when nothing may go now. `partly`: also one that has room for more entries.
  batch take(steady_time now, bool partly = true);
  /// When entries that wait for their next round may go; never where none do.
  steady_time next() const noexcept;

  /// What came of entries whose verdict does not say it.
  struct leftover {
    batch given_up;  ///< accepted by nobody, and not sent again: what the last answer said stands
    batch stopped;   ///< never sent, since an earlier one of their lane was given up
  };
  /// A batch has come back, with a verdict for each of its entries. `pause`: before what is sent again.
  leftover answered(const batch& sent, const std::vector<verdict>& verdicts, steady_time now,
                    std::chrono::milliseconds pause);

  /// Takes all that waits, in no order: none of it will be sent.
  batch clear();
  /// Nothing waits and nothing is under way.
  bool empty() const noexcept { return unsettled_ == 0; }

 private:
  struct entry {
    std::size_t bytes = 0;
    std::size_t lane = 0;
    int rounds = 0;
    bool alone = false;
  };
  struct lane {
    std::deque<std::size_t> waiting;
    bool ordered = false;
    bool busy = false;    // a batch with entries of it is under way
    bool paused = false;  // waits for its next round
    bool listed = false;  // in open_
  };

  std::size_t lane_of(std::string_view name);
  void open(std::size_t lane);
  void count(const lane& of, bool in);
  void resume(steady_time now);
  void settle(std::size_t lane, const batch& own, const std::vector<verdict>& verdicts, steady_time at, leftover& out);

  const batch_limits limits_;
  std::vector<entry> entries_;
  std::vector<lane> lanes_;
  std::map<std::string, std::size_t, std::less<>> names_;
  std::deque<std::size_t> open_;                    // lanes with entries that may go, in turn
  std::multimap<steady_time, std::size_t> later_;   // entries of no order that wait
  std::multimap<steady_time, std::size_t> paused_;  // lanes that wait
  std::size_t ready_ = 0, ready_bytes_ = 0;         // in open lanes
  std::size_t unsettled_ = 0;                       // entries without their last verdict
};

}  // namespace aloft::services
