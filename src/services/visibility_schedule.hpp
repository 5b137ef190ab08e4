#pragma once
// Until when each received message is hidden from others, and when that has to be prolonged. Messages whose times are
// alike are looked at together, as they travel: ten in a request.
//
//   hidden until   the visibility timeout's end, as far as is known; the clock starts when the message is received
//   lead           how long before that end the next extension is due
//   companions     messages that are due soon, and go along where a request has room

#include "flow/budget.hpp"
#include "services/message_lanes.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace aloft::sqs {

using flow::steady_time;

class visibility_schedule {
 public:
  static constexpr std::chrono::hours longest{12};  ///< from the receive, whatever is asked for
  static constexpr std::chrono::seconds margin{5};  ///< kept from it, for clocks that differ
  static constexpr std::size_t entries = 10;        ///< of a request

  /// `heartbeat`: hidden until it is removed, else for one timeout.
  visibility_schedule(std::chrono::seconds visibility, bool heartbeat);

  /// Received now, and hidden for the timeout. A slot that is there already begins anew.
  void add(const std::vector<slot_number>& slots, steady_time received);
  /// Not to be prolonged any more; its end is still noticed.
  void release(slot_number slot);
  void remove(slot_number slot);
  steady_time hidden_until(slot_number slot) const noexcept;
  bool holds(slot_number slot, std::uint64_t turn) const noexcept {
    return slot < items_.size() && items_[slot].turn == turn && turn != 0;
  }

  struct extension {
    slot_number slot = 0;
    std::uint64_t turn = 0;  ///< tells an answer that comes when the slot holds something else
    std::chrono::seconds timeout{0};
  };
  /// A request's worth of extensions that are due; empty: none is. They count as under way.
  std::vector<extension> due(steady_time now);
  /// What became of one: hidden from `asked`, when the request was made, for its timeout; or tried again until its end.
  void extended(const extension& one, steady_time asked);
  void failed(const extension& one, steady_time now);
  /// SQS says that it cannot be prolonged: it expires at its end.
  void refused(const extension& one);

  /// Messages whose time is over. Each is told of once.
  std::vector<slot_number> expired(steady_time now);
  /// When due() or expired() may have something; never where nothing is hidden.
  steady_time next() const noexcept;

 private:
  struct item {
    steady_time received{}, until{};
    std::uint64_t turn = 0;  // of what is in the slot; 0: nothing
    steady_time look{};      // when it is looked at next
    bool prolong = false;
    bool under_way = false;  // an extension of it has not been answered
  };
  using reference = std::pair<slot_number, std::uint64_t>;

  item* find(slot_number slot, std::uint64_t turn) noexcept;
  steady_time due_at(const item& one) const noexcept;
  std::chrono::seconds timeout_for(const item& one, steady_time now) const noexcept;
  void look_at(slot_number slot, item& one, steady_time at);
  void forget_stale();

  const std::chrono::seconds visibility_;
  const bool heartbeat_;
  const std::chrono::milliseconds lead_;
  std::vector<item> items_;
  std::uint64_t turns_ = 0;
  std::map<steady_time, std::vector<reference>> looks_;  // references may be stale
  std::size_t live_ = 0, removed_ = 0;                   // items; since stale references were last thrown out
};

}  // namespace aloft::sqs
