#include "services/consumer_core.hpp"

#include <algorithm>
#include <utility>

namespace aloft::sqs {

using namespace std::chrono_literals;
using std::chrono::seconds;

namespace {

/// Messages that wait for their deletion take no room from others, as long as they are about this many.
constexpr std::size_t usual_leaving = 512;
/// Requests to give a message back, before it is left to its visibility timeout.
constexpr int attempts_to_give_back = 4;

std::chrono::milliseconds pause_after(int attempts) { return std::min(5000ms, 100ms * (1 << std::min(attempts, 6))); }

}  // namespace

consumer_core::consumer_core(const settings& how)
    : how_{how},
      lanes_{how.fifo},
      schedule_{how.visibility, how.heartbeat},
      deletes_{how.linger},
      changes_{how.linger} {
  counters_.fifo = how.fifo;
}

consumer_core::entry consumer_core::entry_of(slot_number number, seconds timeout) const {
  const slot& one = slots_[number];
  return {.slot = number, .turn = one.turn, .timeout = timeout, .receipt = one.receipt};
}

slot_number consumer_core::place(const arrival& what) {
  slot_number number = 0;
  if (unused_.empty()) {
    number = static_cast<slot_number>(slots_.size());
    slots_.emplace_back();
  } else {
    number = unused_.back();
    unused_.pop_back();
  }
  slot& one = slots_[number];
  one.turn = ++turns_;
  one.id = what.id;
  one.group = what.group;
  one.receive_count = what.receive_count;
  one.receipt = 1;
  one.expired = one.under_way = false;
  ++held_;
  return number;
}

void consumer_core::free(slot_number number) {
  slot& one = slots_[number];
  if (const auto known = by_id_.find(one.id); known != by_id_.end() && known->second == number) by_id_.erase(known);
  if (one.at == phase::leaving || one.at == phase::deleting) --leaving_;
  schedule_.remove(number);
  one.at = phase::free;
  one.turn = 0;
  --held_;
  freed_.push_back(number);
}

std::vector<slot_number> consumer_core::freed() {
  unused_.insert(unused_.end(), freed_.begin(), freed_.end());
  return std::exchange(freed_, {});
}

std::optional<slot_number> consumer_core::held_already(const arrival& what, steady_time now) {
  const auto known = by_id_.find(what.id);
  if (known == by_id_.end()) return std::nullopt;
  const slot_number number = known->second;
  slot& one = slots_[number];
  ++counters_.duplicates;
  ++one.receipt;
  one.expired = false;
  schedule_.add({number}, now);
  if (one.at == phase::deleting) {
    schedule_.release(number);
    deletes_.add(entry_of(number, 0s), now);
  }
  return number;
}

std::vector<consumer_core::placement> consumer_core::received(const std::vector<arrival>& messages, steady_time now) {
  std::vector<placement> places;
  places.reserve(messages.size());
  std::vector<slot_number> hidden;
  for (const auto& what : messages) {
    ++counters_.received;
    if (const auto same = held_already(what, now)) {
      places.push_back({std::nullopt, same});
      continue;
    }
    const slot_number number = place(what);
    places.push_back({number, std::nullopt});
    if (stopped_) {
      ++counters_.released;
      give_back(number, 0s, now);
      continue;
    }
    slot& one = slots_[number];
    one.at = phase::waiting;
    by_id_.insert_or_assign(std::string_view{one.id}, number);
    lanes_.add(number, one.group);
    hidden.push_back(number);
  }
  schedule_.add(hidden, now);
  return places;
}

std::optional<slot_number> consumer_core::next() {
  const auto number = lanes_.next();
  if (!number) return number;
  slots_[*number].at = phase::handling;
  ++handling_;
  return number;
}

void consumer_core::give_back(slot_number number, seconds after, steady_time now) {
  slot& one = slots_[number];
  if (one.expired) return free(number);  // it is visible already
  if (const auto known = by_id_.find(one.id); known != by_id_.end() && known->second == number) by_id_.erase(known);
  one.at = phase::leaving;
  ++leaving_;
  schedule_.remove(number);
  if (stopped_ || after == 0s)
    changes_.again(entry_of(number, after), now);  // nobody gains by waiting
  else
    changes_.add(entry_of(number, after), now);
}

void consumer_core::leave_alone(slot_number number) { free(number); }

void consumer_core::handled(slot_number number, outcome::kind what, seconds after, steady_time now) {
  slot& one = slots_[number];
  --handling_;
  ++counters_.handled;
  if (what == outcome::kind::done) {
    lanes_.handled(one.group);
    one.at = phase::deleting;
    ++leaving_;
    schedule_.release(number);
    deletes_.add(entry_of(number, 0s), now);
    return;
  }
  // What follows in the group must not overtake it: it is hidden as long, and comes again behind it.
  const auto behind = lanes_.gave_up(one.group);
  const bool again = what == outcome::kind::retry;
  ++(again ? counters_.retried : counters_.kept);
  if (again)
    give_back(number, after, now);
  else
    leave_alone(number);
  for (const auto later : behind) {
    ++counters_.released;
    if (again)
      give_back(later, after, now);
    else
      leave_alone(later);
  }
}

void consumer_core::abandoned(slot_number number, steady_time now) {
  --handling_;
  ++counters_.released;
  const auto behind = lanes_.gave_up(slots_[number].group);
  give_back(number, 0s, now);
  for (const auto later : behind) {
    ++counters_.released;
    give_back(later, 0s, now);
  }
}

std::vector<consumer_core::request> consumer_core::due(steady_time now) {
  std::vector<request> all;
  const auto drain = [&](services::linger_queue<entry>& from, bool deletes) {
    for (;;) {
      auto entries = from.take(now);
      if (entries.empty()) return;
      std::erase_if(entries, [this](const entry& one) {
        return slots_[one.slot].turn != one.turn || slots_[one.slot].receipt != one.receipt;
      });
      if (entries.empty()) continue;
      for (const auto& one : entries) slots_[one.slot].under_way = true;
      all.push_back({.deletes = deletes, .entries = std::move(entries), .asked = now});
    }
  };
  drain(deletes_, true);
  drain(changes_, false);
  for (;;) {
    const auto extensions = schedule_.due(now);
    if (extensions.empty()) break;
    request one{.deletes = false, .entries = {}, .asked = now};
    for (const auto& extension : extensions)
      one.entries.push_back(
          {.slot = extension.slot, .turn = extension.turn, .timeout = extension.timeout, .extends = true});
    all.push_back(std::move(one));
  }
  for (const auto& one : all) ++(one.deletes ? counters_.deletes : counters_.visibility_changes);
  return all;
}

void consumer_core::settle(const entry& one, bool deletes, answer what, steady_time now) {
  slot& of = slots_[one.slot];
  if (of.turn != one.turn) return;
  of.under_way = false;
  if (what == answer::done && deletes) {
    if (of.receipt != one.receipt) return;  // it came again meanwhile, and its new handle is on its way
    ++counters_.deleted;
    return free(one.slot);
  }
  if (what == answer::done) return free(one.slot);
  const bool over =
      final_ || what == answer::refused || (deletes ? of.expired : one.attempts + 1 >= attempts_to_give_back);
  if (over) {
    if (deletes) ++counters_.duplicates;
    return free(one.slot);
  }
  entry next = one;
  ++next.attempts;
  (deletes ? deletes_ : changes_).again(next, now + pause_after(next.attempts));
}

bool consumer_core::is_current(const entry& one) const noexcept {
  const slot& of = slots_[one.slot];
  if (!one.extends) return of.turn == one.turn;
  return (of.at == phase::waiting || of.at == phase::handling) && schedule_.holds(one.slot, one.turn);
}

void consumer_core::answered(const request& of, const std::vector<answer>& answers, steady_time now) {
  for (std::size_t i = 0; i < of.entries.size(); ++i) {
    const entry& one = of.entries[i];
    if (!one.extends) {
      settle(one, of.deletes, answers[i], now);
      continue;
    }
    const visibility_schedule::extension extension{one.slot, one.turn, one.timeout};
    switch (answers[i]) {
      case answer::done:
        ++counters_.extended;
        schedule_.extended(extension, of.asked);
        break;
      case answer::refused: schedule_.refused(extension); break;
      case answer::failed: schedule_.failed(extension, now); break;
    }
  }
}

std::vector<consumer_core::expiry> consumer_core::expired(steady_time now) {
  std::vector<expiry> all;
  for (const auto number : schedule_.expired(now)) {
    slot& one = slots_[number];
    switch (one.at) {
      case phase::waiting: {
        ++counters_.expired;
        all.push_back({.slot = number});
        const auto given_up = lanes_.withdraw(number, one.group);
        for (const auto later : given_up) {
          if (later == number) continue;
          ++counters_.released;
          give_back(later, 0s, now);
        }
        leave_alone(number);
        break;
      }
      case phase::handling:
        ++counters_.expired;
        one.expired = true;
        all.push_back({.slot = number, .handling = true});
        break;
      case phase::deleting:
        one.expired = true;
        if (one.under_way) break;
        ++counters_.duplicates;
        all.push_back({.slot = number, .deleting = true});
        free(number);
        break;
      case phase::leaving:
      case phase::free: break;
    }
  }
  return all;
}

void consumer_core::stop(steady_time now) {
  stopped_ = true;
  for (const auto number : lanes_.clear()) {
    ++counters_.released;
    give_back(number, 0s, now);
  }
}

steady_time consumer_core::next_event() const noexcept {
  return std::min({deletes_.next(), changes_.next(), schedule_.next()});
}

std::size_t consumer_core::load() const noexcept {
  return held_ - leaving_ + (leaving_ > usual_leaving ? leaving_ - usual_leaving : 0);
}

}  // namespace aloft::sqs
