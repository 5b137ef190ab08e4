#pragma once
// Which received message is handled next. Without order: as they came. With it each group is a lane: one message of it
// is handled at a time, in order, and after one that was not handled nothing of the lane is.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace aloft::sqs {

using slot_number = std::uint32_t;

class message_lanes {
 public:
  explicit message_lanes(bool ordered) : ordered_{ordered} {}

  void add(slot_number slot, std::string_view group);
  /// Takes the next message that may be handled; its lane is busy from now on.
  std::optional<slot_number> next();
  /// How many next() would give.
  std::size_t ready() const noexcept { return ready_.size(); }
  /// A message of the group was handled: the lane goes on.
  void handled(std::string_view group);
  /// A message of the group was given up: what waits behind it, which is given up too. The lane is free for what comes
  /// anew.
  std::vector<slot_number> gave_up(std::string_view group);
  /// A message that waits is given up, and what waits behind it, the first included.
  std::vector<slot_number> withdraw(slot_number slot, std::string_view group);
  /// Takes everything that waits.
  std::vector<slot_number> clear();

 private:
  struct lane {
    std::deque<slot_number> waiting;
    bool busy = false;
  };
  using lanes = std::unordered_map<std::string, lane>;
  void forget_if_idle(lanes::iterator at);

  const bool ordered_;
  std::deque<slot_number> ready_;  // messages without order; else the first of each lane that is not busy
  lanes lanes_;
  std::vector<std::string> group_of_;  // by slot, of ready ones
};

}  // namespace aloft::sqs
