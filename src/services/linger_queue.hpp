#pragma once
// Entries that wait a moment for others to share a request with.

#include "flow/budget.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

namespace aloft::services {

using flow::steady_time;

template <class Entry>
class linger_queue {
 public:
  static constexpr std::size_t entries = 10;  ///< of a request

  explicit linger_queue(std::chrono::milliseconds linger) : linger_{linger} {}

  void add(Entry one, steady_time now) { waiting_.emplace_back(now + linger_, std::move(one)); }
  /// One that failed: not before then.
  void again(Entry one, steady_time at) { later_.emplace(at, std::move(one)); }

  /// A request's worth, when there are ten or one has waited long enough; empty: not yet.
  std::vector<Entry> take(steady_time now) {
    if (!later_.empty() && later_.begin()->first <= now) {
      const auto end = later_.upper_bound(now);
      std::vector<std::pair<steady_time, Entry>> due;
      for (auto at = later_.begin(); at != end; ++at) due.emplace_back(now, std::move(at->second));
      later_.erase(later_.begin(), end);
      waiting_.insert(waiting_.begin(), std::move_iterator{due.begin()}, std::move_iterator{due.end()});
    }
    std::vector<Entry> batch;
    if (waiting_.size() < entries && (waiting_.empty() || waiting_.front().first > now)) return batch;
    while (!waiting_.empty() && batch.size() < entries) {
      batch.push_back(std::move(waiting_.front().second));
      waiting_.pop_front();
    }
    return batch;
  }
  /// When take() gives something; never where nothing waits.
  steady_time next() const noexcept {
    steady_time first = later_.empty() ? steady_time::max() : later_.begin()->first;
    if (waiting_.size() >= entries) return steady_time::min();
    if (!waiting_.empty()) first = std::min(first, waiting_.front().first);
    return first;
  }
  std::size_t size() const noexcept { return waiting_.size() + later_.size(); }

 private:
  const std::chrono::milliseconds linger_;
  std::deque<std::pair<steady_time, Entry>> waiting_;  // with the time by which it goes
  std::multimap<steady_time, Entry> later_;
};

}  // namespace aloft::services
