#include "services/batch_queue.hpp"

#include <algorithm>

namespace aloft::services {

std::size_t batch_queue::lane_of(std::string_view name) {
  if (const auto found = names_.find(name); found != names_.end()) return found->second;
  const std::size_t number = lanes_.size();
  lanes_.emplace_back().ordered = !name.empty();
  names_.emplace(name, number);
  return number;
}

void batch_queue::count(const lane& of, bool in) {
  std::size_t bytes = 0;
  for (const auto one : of.waiting) bytes += entries_[one].bytes;
  ready_ = in ? ready_ + of.waiting.size() : ready_ - of.waiting.size();
  ready_bytes_ = in ? ready_bytes_ + bytes : ready_bytes_ - bytes;
}

void batch_queue::open(std::size_t number) {
  lane& one = lanes_[number];
  if (one.listed || one.busy || one.paused || one.waiting.empty()) return;
  one.listed = true;
  open_.push_back(number);
  count(one, true);
}

std::size_t batch_queue::add(std::size_t bytes, std::string_view name) {
  const std::size_t number = entries_.size();
  const std::size_t of = lane_of(name);
  entries_.push_back({.bytes = bytes, .lane = of});
  ++unsettled_;
  lane& into = lanes_[of];
  into.waiting.push_back(number);
  if (into.listed) {
    ++ready_;
    ready_bytes_ += bytes;
  } else {
    open(of);
  }
  return number;
}

void batch_queue::resume(steady_time now) {
  while (!later_.empty() && later_.begin()->first <= now) {
    const std::size_t number = later_.begin()->second;
    later_.erase(later_.begin());
    lane& into = lanes_[entries_[number].lane];
    into.waiting.push_front(number);
    if (into.listed) {
      ++ready_;
      ready_bytes_ += entries_[number].bytes;
    } else {
      open(entries_[number].lane);
    }
  }
  while (!paused_.empty() && paused_.begin()->first <= now) {
    const std::size_t number = paused_.begin()->second;
    paused_.erase(paused_.begin());
    lanes_[number].paused = false;
    open(number);
  }
}

steady_time batch_queue::next() const noexcept {
  steady_time first = steady_time::max();
  if (!later_.empty()) first = std::min(first, later_.begin()->first);
  if (!paused_.empty()) first = std::min(first, paused_.begin()->first);
  return first;
}

batch_queue::batch batch_queue::take(steady_time now, bool partly) {
  resume(now);
  batch taken;
  if (ready_ == 0 || (!partly && ready_ < limits_.entries && ready_bytes_ <= limits_.bytes)) return taken;
  std::size_t bytes = 0;
  bool full = false;
  for (std::size_t turns = open_.size(); turns > 0 && !full; --turns) {
    const std::size_t number = open_.front();
    open_.pop_front();
    lane& from = lanes_[number];
    bool took = false;
    while (!from.waiting.empty() && !full) {
      const std::size_t first = from.waiting.front();
      const entry& one = entries_[first];
      full = taken.size() == limits_.entries || bytes + one.bytes > limits_.bytes || (one.alone && !taken.empty());
      if (full && !taken.empty()) break;
      full = one.alone;
      taken.push_back(first);
      bytes += one.bytes;
      from.waiting.pop_front();
      --ready_;
      ready_bytes_ -= one.bytes;
      took = true;
    }
    if (took && from.ordered) {
      count(from, false);
      from.busy = true;
      from.listed = false;
    } else if (from.waiting.empty()) {
      from.listed = false;
    } else {
      open_.push_front(number);  // its turn again
    }
  }
  for (const auto one : taken) ++entries_[one].rounds;
  return taken;
}

// Entries of one lane in one batch. Where order counts, all that follows one that failed waits behind it or ends with
// it.
void batch_queue::settle(std::size_t number, const batch& own, const std::vector<verdict>& verdicts, steady_time at,
                         leftover& out) {
  lane& of = lanes_[number];
  const auto may_go_again = [&](std::size_t i) {
    return verdicts[i] == verdict::alone ? !entries_[own[i]].alone
                                         : verdicts[i] == verdict::again && entries_[own[i]].rounds < limits_.rounds;
  };
  batch back;
  if (!of.ordered) {
    for (std::size_t i = 0; i < own.size(); ++i) {
      if (verdicts[i] == verdict::accepted) {
        --unsettled_;
      } else if (may_go_again(i)) {
        if (verdicts[i] == verdict::alone) entries_[own[i]].alone = true;
        later_.emplace(at, own[i]);
      } else {
        --unsettled_;
        out.given_up.push_back(own[i]);
      }
    }
    return;
  }
  of.busy = false;
  bool failed = false;
  for (std::size_t i = 0; i < own.size(); ++i) {
    if (verdicts[i] == verdict::accepted) {
      --unsettled_;
      continue;
    }
    const bool overtaken = std::find(verdicts.begin() + static_cast<std::ptrdiff_t>(i) + 1, verdicts.end(),
                                     verdict::accepted) != verdicts.end();
    if (!failed && !overtaken && may_go_again(i)) {
      if (verdicts[i] == verdict::alone) entries_[own[i]].alone = true;
      back.push_back(own[i]);
      continue;
    }
    --unsettled_;
    // One that would have gone again, behind one that does not: it was sent, but nobody took it.
    (failed && may_go_again(i) ? out.stopped : out.given_up).push_back(own[i]);
    failed = true;
  }
  if (failed) {
    unsettled_ -= of.waiting.size();
    out.stopped.insert(out.stopped.end(), of.waiting.begin(), of.waiting.end());
    of.waiting.clear();
  }
  of.waiting.insert(of.waiting.begin(), back.begin(), back.end());
  if (!back.empty()) {
    of.paused = true;
    paused_.emplace(at, number);
  } else {
    open(number);
  }
}

batch_queue::leftover batch_queue::answered(const batch& sent, const std::vector<verdict>& verdicts, steady_time now,
                                            std::chrono::milliseconds pause) {
  leftover out;
  std::set<std::size_t> lanes;
  for (const auto one : sent) lanes.insert(entries_[one].lane);
  for (const auto number : lanes) {
    batch own;
    std::vector<verdict> of_own;
    for (std::size_t i = 0; i < sent.size(); ++i) {
      if (entries_[sent[i]].lane != number) continue;
      own.push_back(sent[i]);
      of_own.push_back(verdicts[i]);
    }
    settle(number, own, of_own, now + pause, out);
  }
  return out;
}

batch_queue::batch batch_queue::clear() {
  batch all;
  for (auto& one : lanes_) {
    all.insert(all.end(), one.waiting.begin(), one.waiting.end());
    one.waiting.clear();
    one.listed = one.paused = false;
  }
  for (const auto& [at, number] : later_) all.push_back(number);
  later_.clear();
  paused_.clear();
  open_.clear();
  ready_ = ready_bytes_ = 0;
  unsettled_ -= all.size();
  return all;
}

}  // namespace aloft::services
