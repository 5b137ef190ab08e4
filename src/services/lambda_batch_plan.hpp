#pragma once
// What a batch does next, without I/O, clock or coroutine:
//
//   item      taken from the source, numbered from 0
//   running   its invocation is under way
//   waiting   it was refused by 429 and will be tried again at a time
//   ready     its result is there, and not given yet: in its turn where order is kept
//   given     handed out by take_ready()
//
// Every item passes from the first of these to the last, once. What is neither given nor unread is bounded by the
// window and by the limit.

#include <aloft/lambda_batch.hpp>
#include "services/invocation_limit.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

namespace aloft::lambda {

class batch_plan {
 public:
  using time_point = std::chrono::steady_clock::time_point;

  struct rules {
    std::size_t parallel = 64;
    std::size_t window = 256;
    bool ordered = true;
    std::chrono::milliseconds patience{0};
  };
  explicit batch_plan(rules how) noexcept : how_{how}, limit_{how.parallel} {}

  /// An invocation to begin. The item stays where it is until its result comes.
  struct start {
    std::uint64_t index = 0;
    std::uint64_t round = 0;
    const batch_item* item = nullptr;
  };
  struct ready {
    std::uint64_t index = 0;
    result<invocation> came{error{}};
  };

  /// Whether an item more may be taken from the source.
  bool has_room() const noexcept;
  /// An item that was taken, to be begun now.
  start add(batch_item item);
  /// An item whose result is known without an invocation.
  void add_known(result<invocation> came);
  /// An item whose time has come again; nothing: there is none, or no room.
  std::optional<start> again(time_point now);
  /// When an item's time comes that waits; nothing: none waits, or there is no room, so that ends are to be waited for.
  std::optional<time_point> next_time() const;

  /// What came of an invocation. True: that is the item's result. False: it waits to be tried again.
  bool ended(const start& which, result<invocation> came, time_point now);

  /// An invocation that was cancelled: its item has no result.
  void abandon(const start& which);

  /// The next result to give, as order has it.
  std::optional<ready> take_ready();

  /// Nothing is tried again, and order has no gaps to wait for any more: what is ready is what take_ready() gives.
  void stop();

  std::size_t running() const noexcept { return running_; }
  bool over() const noexcept { return held_.empty() && ready_.empty(); }
  std::uint64_t taken() const noexcept { return next_; }
  std::uint64_t throttled() const noexcept { return throttled_; }
  std::size_t allowed() const noexcept { return limit_.allowed(); }

 private:
  struct held {
    batch_item item;
    int refusals = 0;
    time_point first_refusal{};
  };

  std::chrono::milliseconds pause(const held& of, std::uint64_t index, const error& refusal) const;

  const rules how_;
  services::invocation_limit limit_;
  std::unordered_map<std::uint64_t, held> held_;  // running or waiting
  std::multimap<time_point, std::uint64_t> waiting_;
  std::map<std::uint64_t, result<invocation>> ready_;
  std::size_t running_ = 0;
  std::uint64_t next_ = 0;   // item to be taken
  std::uint64_t given_ = 0;  // items before it have been given, where order is kept
  std::uint64_t throttled_ = 0;
  time_point last_served_{};
  bool gaps_ = false;
};

}  // namespace aloft::lambda
