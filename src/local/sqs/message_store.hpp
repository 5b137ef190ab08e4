#pragma once
// The messages of one queue, and which of them may be received. Time is told to it: advance() makes visible what has
// been hidden long enough, and drops what is too old.
//
// A standard queue gives its visible messages in the order in which they became visible. A FIFO queue gives the
// messages of a group in the order in which they were sent, and none of a group of which one is in flight.

#include "local/sqs/message.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace aloft::local::sqs {

class message_store {
 public:
  explicit message_store(bool fifo) noexcept : fifo_{fifo} {}

  /// Numbers grow with the order of calls.
  std::uint64_t add(message sent, std::optional<instant> delayed_until);
  /// Null when it is gone.
  message* find(std::uint64_t number) noexcept;
  /// Takes it out. It must be there.
  message take(std::uint64_t number);
  /// A message that has been received stays hidden until then; not later than `now`: it is visible.
  void hide(std::uint64_t number, instant until, instant now);
  void clear();

  void advance(instant now, std::chrono::seconds retention);
  /// Up to `most` that may be received.
  std::vector<std::uint64_t> receivable(std::size_t most) const;
  /// When the next hidden message becomes visible.
  std::optional<instant> next_change() const;
  std::size_t count(message_state state) const noexcept { return counts_[static_cast<std::size_t>(state)]; }

 private:
  struct group {
    std::set<std::uint64_t> members;
    std::size_t in_flight = 0;
    std::optional<std::uint64_t> offered;  ///< its head as it stands in available_
  };

  void enter(std::uint64_t number, message& entering, message_state state, instant until);
  void leave(std::uint64_t number, message& leaving);
  void offer(group& changed);

  bool fifo_;
  std::uint64_t last_number_ = 0, last_order_ = 0;
  std::size_t counts_[3] = {};
  std::unordered_map<std::uint64_t, message> messages_;
  std::set<std::pair<instant, std::uint64_t>> ages_, hidden_;
  std::set<std::pair<std::uint64_t, std::uint64_t>> visible_;  ///< standard: by order
  std::map<std::string, group> groups_;                        ///< FIFO
  std::map<std::uint64_t, group*> available_;                  ///< FIFO: groups that may be received, by their head
};

}  // namespace aloft::local::sqs
