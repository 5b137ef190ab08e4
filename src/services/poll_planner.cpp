#include "services/poll_planner.hpp"

#include <algorithm>

namespace aloft::sqs {

using namespace std::chrono_literals;

poll_planner::poll_planner(std::size_t in_flight, std::size_t most_pollers)
    : in_flight_{in_flight},
      most_{most_pollers != 0 ? most_pollers : std::clamp<std::size_t>(in_flight / 10, 1, 32)},
      threshold_{std::clamp<std::size_t>(in_flight / 10, 1, most_at_once)} {}

std::size_t poll_planner::room(std::size_t held) const noexcept {
  const std::size_t taken = held + asked_;
  return taken < in_flight_ ? in_flight_ - taken : 0;
}

bool poll_planner::ready(std::size_t held, steady_time now) const noexcept {
  // Full requests are worth waiting for.
  return !stopped_ && running_ < wanted_ && now >= not_before_ && room(held) >= threshold_;
}

std::size_t poll_planner::begin(std::size_t held, steady_time now) {
  if (!ready(held, now)) return 0;
  const std::size_t ask = std::min(room(held), most_at_once);
  ++running_;
  asked_ += ask;
  return ask;
}

void poll_planner::ended(std::size_t asked, std::size_t came, steady_time now, steady_time::duration took) {
  --running_;
  asked_ -= asked;
  failures_ = 0;
  if (came == asked)
    wanted_ = std::min(most_, wanted_ + 1);
  else if (came * 2 < asked)
    wanted_ = std::max<std::size_t>(1, wanted_ - 1);
  // An empty one that came back at once, by a short poll or from a server that does not wait: so would the next.
  if (came == 0 && took < 1s) not_before_ = now + 1s - took;
}

void poll_planner::failed(std::size_t asked, steady_time now, double random) {
  --running_;
  asked_ -= asked;
  wanted_ = 1;
  failures_ = std::min(failures_ + 1, 8);
  const double longest = std::min(20000.0, 100.0 * static_cast<double>(1 << failures_));
  not_before_ = std::max(not_before_, now + std::chrono::milliseconds{static_cast<int>(longest * (0.5 + random / 2))});
}

steady_time poll_planner::next(steady_time now) const noexcept {
  return stopped_ || running_ >= wanted_ || not_before_ <= now ? steady_time::max() : not_before_;
}

}  // namespace aloft::sqs
