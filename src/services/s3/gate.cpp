#include "services/s3/gate.hpp"

#include <algorithm>

namespace aloft::s3 {
namespace asio = boost::asio;

bool gate::take(std::uint64_t units) {
  if (free_ < units) return false;
  free_ -= units;
  return true;
}

std::uint64_t gate::try_acquire(std::uint64_t units) {
  units = std::min(units, all_);
  const std::lock_guard lock{mutex_};
  return line_.empty() && take(units) ? units : 0;
}

asio::awaitable<std::uint64_t> gate::acquire(std::uint64_t units) {
  units = std::min(units, all_);
  if (const auto taken = try_acquire(units); taken != 0) co_return taken;
  applicant mine{units, event{executor_, clock_}};
  {
    const std::lock_guard lock{mutex_};
    if (line_.empty() && take(units)) co_return units;
    line_.push_back(&mine);
  }
  const wake woken = co_await mine.granted.wait();
  if (woken == wake::done) co_return units;
  bool had_it = false;
  {
    const std::lock_guard lock{mutex_};
    const auto at = std::find(line_.begin(), line_.end(), &mine);
    had_it = at == line_.end();
    if (!had_it) line_.erase(at);
  }
  release(had_it ? units : 0);  // who stands behind may go on, too
  co_return 0;
}

void gate::release(std::uint64_t units) {
  std::list<event> woken;
  {
    const std::lock_guard lock{mutex_};
    free_ += units;
    while (!line_.empty() && take(line_.front()->wanted)) {
      woken.push_back(line_.front()->granted);  // the applicant may be gone once the lock is
      line_.pop_front();
    }
  }
  for (event& one : woken) one.set();
}

}  // namespace aloft::s3
