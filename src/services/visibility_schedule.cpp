#include "services/visibility_schedule.hpp"

#include <algorithm>

namespace aloft::sqs {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::seconds;

visibility_schedule::visibility_schedule(seconds visibility, bool heartbeat)
    : visibility_{visibility},
      heartbeat_{heartbeat},
      lead_{std::min<milliseconds>(60s,
                                   std::max<milliseconds>(milliseconds{visibility} / 3,
                                                          std::min<milliseconds>(5s, milliseconds{visibility} / 2)))} {}

visibility_schedule::item* visibility_schedule::find(slot_number slot, std::uint64_t turn) noexcept {
  if (slot >= items_.size() || items_[slot].turn != turn || turn == 0) return nullptr;
  return &items_[slot];
}

steady_time visibility_schedule::due_at(const item& one) const noexcept {
  return one.prolong ? std::min(one.until, one.until - lead_) : one.until;
}

seconds visibility_schedule::timeout_for(const item& one, steady_time now) const noexcept {
  const auto left = std::chrono::floor<seconds>(one.received + longest - margin - now);
  return std::min(visibility_, left);
}

void visibility_schedule::look_at(slot_number slot, item& one, steady_time at) {
  one.look = at;
  looks_[at].emplace_back(slot, one.turn);
}

void visibility_schedule::add(const std::vector<slot_number>& slots, steady_time received) {
  for (const auto slot : slots) {
    if (items_.size() <= slot) items_.resize(slot + 1);
    item& one = items_[slot];
    if (one.turn == 0) ++live_;
    one = {.received = received, .until = received + visibility_, .turn = ++turns_, .prolong = heartbeat_};
    look_at(slot, one, due_at(one));
  }
}

void visibility_schedule::release(slot_number slot) {
  if (slot >= items_.size() || items_[slot].turn == 0) return;
  item& one = items_[slot];
  if (!one.prolong) return;
  one.prolong = false;
  look_at(slot, one, one.until);
}

void visibility_schedule::remove(slot_number slot) {
  if (slot >= items_.size() || items_[slot].turn == 0) return;
  items_[slot].turn = 0;
  --live_;
  if (++removed_ > 1024 && removed_ > 2 * live_) forget_stale();
}

// Messages are mostly done long before anything is due: what is left of them must not pile up until then.
void visibility_schedule::forget_stale() {
  removed_ = 0;
  for (auto at = looks_.begin(); at != looks_.end();) {
    std::erase_if(at->second, [&](const reference& what) {
      const item* const one = find(what.first, what.second);
      return one == nullptr || one->look != at->first;
    });
    at = at->second.empty() ? looks_.erase(at) : std::next(at);
  }
}

steady_time visibility_schedule::hidden_until(slot_number slot) const noexcept {
  return slot < items_.size() && items_[slot].turn != 0 ? items_[slot].until : steady_time::min();
}

std::vector<visibility_schedule::extension> visibility_schedule::due(steady_time now) {
  std::vector<extension> batch;
  if (looks_.empty() || looks_.begin()->first > now) return batch;
  bool needed = false;
  // Those that are due, and companions that would be within another lead.
  for (auto at = looks_.begin(); at != looks_.end() && batch.size() < entries;) {
    if (at->first > now && (!needed || at->first > now + lead_)) break;
    auto& references = at->second;
    while (!references.empty() && batch.size() < entries) {
      const auto [slot, turn] = references.back();
      item* const one = find(slot, turn);
      if (one == nullptr || one->look != at->first) {
        references.pop_back();
        continue;
      }
      if (one->until <= now || !one->prolong || one->under_way) break;  // expired() has it, now or later
      references.pop_back();
      const auto timeout = timeout_for(*one, now);
      if (timeout < 1s || now + timeout <= one->until) {  // as long as it can be
        one->prolong = false;
        look_at(slot, *one, one->until);
        continue;
      }
      needed = needed || at->first <= now;
      one->under_way = true;
      batch.push_back({slot, turn, timeout});
      look_at(slot, *one, one->until);  // unless the answer comes before
    }
    at = references.empty() ? looks_.erase(at) : std::next(at);
  }
  return batch;
}

void visibility_schedule::extended(const extension& what, steady_time asked) {
  item* const one = find(what.slot, what.turn);
  if (one == nullptr) return;
  one->under_way = false;
  one->until = std::max(one->until, asked + what.timeout);
  look_at(what.slot, *one, due_at(*one));
}

void visibility_schedule::failed(const extension& what, steady_time now) {
  item* const one = find(what.slot, what.turn);
  if (one == nullptr) return;
  one->under_way = false;
  if (!one->prolong) return;
  // Again after a part of what is left, so that some attempts fit in.
  const auto left = std::max<std::chrono::steady_clock::duration>(one->until - now, 0s);
  look_at(what.slot, *one,
          now + std::min<std::chrono::steady_clock::duration>(
                    left, std::max<std::chrono::steady_clock::duration>(left / 4, 100ms)));
}

void visibility_schedule::refused(const extension& what) {
  item* const one = find(what.slot, what.turn);
  if (one == nullptr) return;
  one->prolong = false;
  look_at(what.slot, *one, one->until);
}

std::vector<slot_number> visibility_schedule::expired(steady_time now) {
  std::vector<slot_number> over;
  for (auto at = looks_.begin(); at != looks_.end() && at->first <= now;) {
    auto& references = at->second;
    std::erase_if(references, [&](const reference& what) {
      item* const one = find(what.first, what.second);
      if (one == nullptr || one->look != at->first) return true;
      if (one->until > now) return false;
      one->turn = 0;
      --live_;
      over.push_back(what.first);
      return true;
    });
    at = references.empty() ? looks_.erase(at) : std::next(at);
  }
  return over;
}

steady_time visibility_schedule::next() const noexcept {
  return looks_.empty() ? steady_time::max() : looks_.begin()->first;
}

}  // namespace aloft::sqs
