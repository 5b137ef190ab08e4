#include "storm/heartbeat.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

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
    if (now - self->due_ > period) self->keep({self->due_, now});
    if (const auto waited = self->longest_wait(); waited > 4 * period) self->keep({now - waited, now});
    self->beat();
  });
}

void heartbeat::keep(gap one) {
  while (!gaps_.empty() && gaps_.back().to >= one.from) {
    one.from = std::min(one.from, gaps_.back().from);
    gaps_.pop_back();
  }
  gaps_.push_back(one);
}

std::chrono::nanoseconds heartbeat::longest_wait() {
  std::uint64_t most = 0;
  std::error_code gone;  // threads come and go
  for (std::filesystem::directory_iterator at{"/proc/self/task", gone}, end; !gone && at != end; at.increment(gone)) {
    std::uint64_t on_processor = 0, waited = 0;
    if (!(std::ifstream{at->path() / "schedstat"} >> on_processor >> waited)) continue;
    const auto [known, fresh] = waited_.try_emplace(at->path().filename(), waited);
    if (!fresh) most = std::max(most, waited - known->second);
    known->second = waited;
  }
  return std::chrono::nanoseconds{most};
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

milliseconds heartbeat::excuse(steady::time_point from, steady::time_point to) const {
  constexpr int turns = 2;  // beside the one in which the beat was late as well
  const auto overdue = late(from, to);
  std::lock_guard lock{mutex_};
  steady::duration most{0};
  for (const auto& one : gaps_)
    if (one.to >= from && one.from < to) most = std::max(most, one.to - one.from);
  return overdue + turns * duration_cast<milliseconds>(most);
}

milliseconds heartbeat::worst() const {
  std::lock_guard lock{mutex_};
  steady::duration most{0};
  for (const auto& one : gaps_) most = std::max(most, one.to - one.from);
  return duration_cast<milliseconds>(most);
}

}  // namespace aloft::storm
