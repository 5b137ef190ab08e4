#pragma once
// What a consumer knows of the messages it holds and what it has to do about them: who is handled next, what is to be
// prolonged, deleted, given back, and when. No I/O, no clock, no threads: times are passed in, requests are handed out
// and their outcomes handed back.
//
//   slot       a place for a message that is held; numbers are used again
//   waiting    received, not in a handler's hands
//   handling   in a handler's hands
//   leaving    its outcome is there and a request about it is due or under way

#include "services/linger_queue.hpp"
#include "services/message_lanes.hpp"
#include "services/visibility_schedule.hpp"

#include <aloft/sqs_consumer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace aloft::sqs {

class consumer_core {
 public:
  struct settings {
    bool fifo = false;
    bool heartbeat = true;
    std::chrono::seconds visibility{30};
    std::chrono::milliseconds linger{100};
  };
  explicit consumer_core(const settings& how);

  /// A received message.
  struct arrival {
    std::string_view id, group;
    int receive_count = 0;
  };
  /// Where each of them is kept; nothing: the same message is held already, and its newest handle counts from now on
  /// (`same` is its slot), or the consumer takes nothing any more.
  struct placement {
    std::optional<slot_number> slot;
    std::optional<slot_number> same;
  };
  std::vector<placement> received(const std::vector<arrival>& messages, steady_time now);

  /// Takes the next message that may be handled.
  std::optional<slot_number> next();
  std::size_t ready() const noexcept { return lanes_.ready(); }

  /// A handler has ended. `after`: of retry, how long the message stays hidden.
  void handled(slot_number slot, outcome::kind what, std::chrono::seconds after, steady_time now);
  /// A handler was cancelled: the message is given back at once.
  void abandoned(slot_number slot, steady_time now);

  /// A request that is due.
  struct request {
    bool deletes = false;  ///< else it changes visibility
    struct entry {
      slot_number slot = 0;
      std::uint64_t turn = 0;
      std::chrono::seconds timeout{0};  ///< of visibility
      bool extends = false;             ///< the message goes on being held
      int attempts = 0;
      std::uint64_t receipt = 0;  ///< which of the message's handles it is made with
    };
    std::vector<entry> entries;
    steady_time asked{};
  };
  /// All requests that are due.
  std::vector<request> due(steady_time now);

  enum class answer { done, refused, failed };
  /// What became of a request, entry by entry.
  void answered(const request& of, const std::vector<answer>& answers, steady_time now);

  /// Whether the entry is still about a message that is held.
  bool is_current(const request::entry& one) const noexcept;

  /// Slots whose message is held no more, since the last look: what is kept with them may go. They are used again only
  /// when this has told of them.
  std::vector<slot_number> freed();
  /// Messages whose visibility ended before their outcome, since the last look: they were waiting (and are let go), or
  /// are in a handler's hands.
  struct expiry {
    slot_number slot = 0;
    bool handling = false;
    bool deleting = false;
  };
  std::vector<expiry> expired(steady_time now);

  /// Nothing waits from now on: what does is given back, and so is what still comes.
  void stop(steady_time now);
  /// Requests that fail from now on are not made again.
  void last_attempt() noexcept { final_ = true; }

  /// When due() or expired() has something; never.
  steady_time next_event() const noexcept;
  /// Messages that take room: waiting, handling, and leaving ones beyond what is usual.
  std::size_t load() const noexcept;
  std::size_t held() const noexcept { return held_; }
  std::size_t handling() const noexcept { return handling_; }
  steady_time hidden_until(slot_number slot) const noexcept { return schedule_.hidden_until(slot); }
  int receive_count(slot_number slot) const noexcept { return slots_[slot].receive_count; }

  consumer_counters& counters() noexcept { return counters_; }
  const consumer_counters& counters() const noexcept { return counters_; }

 private:
  enum class phase : unsigned char { free, waiting, handling, leaving, deleting };
  struct slot {
    phase at = phase::free;
    bool expired = false;    // visible to others
    bool under_way = false;  // a request about it has not been answered
    int receive_count = 0;
    std::uint64_t turn = 0;     // tells one message in a slot from the next
    std::uint64_t receipt = 0;  // counts the handles that came for it
    std::string id, group;
  };
  using entry = request::entry;

  slot_number place(const arrival& what);
  std::optional<slot_number> held_already(const arrival& what, steady_time now);
  void give_back(slot_number number, std::chrono::seconds after, steady_time now);
  void leave_alone(slot_number number);
  void free(slot_number number);
  entry entry_of(slot_number number, std::chrono::seconds timeout) const;
  void settle(const entry& one, bool deletes, answer what, steady_time now);

  const settings how_;
  message_lanes lanes_;
  visibility_schedule schedule_;
  services::linger_queue<entry> deletes_, changes_;
  std::deque<slot> slots_;  // their addresses stay
  std::vector<slot_number> unused_, freed_;
  std::unordered_map<std::string_view, slot_number> by_id_;  // keys are the slots' own; waiting, handling, deleting
  std::size_t held_ = 0, handling_ = 0, leaving_ = 0;
  std::uint64_t turns_ = 0;
  bool stopped_ = false, final_ = false;
  consumer_counters counters_;
};

}  // namespace aloft::sqs
