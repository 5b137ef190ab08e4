#include "storm/heartbeat.hpp"

#include <algorithm>

namespace aloft::storm {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

void heartbeat::start() {
  std::lock_guard lock{mutex_};
  beat();
}

void heartbeat::stop() {
  std::lock_guard lock{mutex_};
  stopped_ = true;
  timer_.cancel();
}

void heartbeat::beat() {
  due_ = steady::now() + period;
  timer_.expires_at(due_);
  timer_.async_wait([self = shared_from_this()](const boost::system::error_code& failure) {
    std::lock_guard lock{self->mutex_};
    if (failure || self->stopped_) return;
    const auto now = steady::now();
    if (now - self->due_ > period) self->gaps_.push_back({self->due_, now});
    self->beat();
  });
}

milliseconds heartbeat::late(steady::time_point from, steady::time_point to) const {
  std::lock_guard lock{mutex_};
  steady::duration sum{0};
  const auto first = std::lower_bound(gaps_.begin(), gaps_.end(), from,
                                      [](const gap& one, steady::time_point when) { return one.to < when; });
  for (auto at = first; at != gaps_.end() && at->from < to; ++at)
    sum += std::min(at->to, to) - std::max(at->from, from);
  // The beat that has not come yet may be overdue by now.
  if (due_ < to) sum += to - std::max(due_, from);
  return duration_cast<milliseconds>(sum);
}

milliseconds heartbeat::worst() const {
  std::lock_guard lock{mutex_};
  steady::duration most{0};
  for (const auto& one : gaps_) most = std::max(most, one.to - one.from);
  return duration_cast<milliseconds>(most);
}

}  // namespace aloft::storm
