#include "services/lambda_batch_plan.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>

namespace aloft::lambda {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds first_pause{100};
constexpr milliseconds longest_pause{5000};
constexpr milliseconds longest_asked{60'000};  // whatever Retry-After says

bool is_throttling(const error& failure) { return failure.info().throttling || failure.info().http_status == 429; }

/// 429s on the way to a result.
std::uint64_t refusals_of(const result<invocation>& came) {
  if (came) return static_cast<std::uint64_t>(came->throttled);
  const auto& attempts = came.error().info().attempts;
  const auto some =
      std::count_if(attempts.begin(), attempts.end(), [](const auto& one) { return one.http_status == 429; });
  return std::max<std::uint64_t>(static_cast<std::uint64_t>(some), is_throttling(came.error()) ? 1 : 0);
}

/// Lambda's Retry-After, in seconds; 0: it says nothing.
milliseconds asked_pause(const error& refusal) {
  const auto& members = refusal.info().members;
  const auto* stated = members ? members->if_contains("retryAfterSeconds") : nullptr;
  if (stated == nullptr || !stated->is_string()) return milliseconds{0};
  const auto& text = stated->get_string();
  unsigned seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return std::min(longest_asked, milliseconds{std::uint64_t{seconds} * 1000});
}

}  // namespace

bool batch_plan::has_room() const noexcept {
  if (running_ >= limit_.allowed() || held_.size() >= how_.parallel) return false;
  return how_.ordered ? next_ - given_ < how_.window : ready_.size() < how_.window;
}

batch_plan::start batch_plan::add(batch_item item) {
  const std::uint64_t index = next_++;
  const auto [at, added] = held_.emplace(index, held{std::move(item)});
  ++running_;
  return {index, limit_.round(), &at->second.item};
}

void batch_plan::add_known(result<invocation> came) { ready_.emplace(next_++, std::move(came)); }

std::optional<batch_plan::start> batch_plan::again(time_point now) {
  if (waiting_.empty() || waiting_.begin()->first > now || running_ >= limit_.allowed()) return std::nullopt;
  const std::uint64_t index = waiting_.begin()->second;
  waiting_.erase(waiting_.begin());
  ++running_;
  return start{index, limit_.round(), &held_.at(index).item};
}

std::optional<batch_plan::time_point> batch_plan::next_time() const {
  if (waiting_.empty() || running_ >= limit_.allowed()) return std::nullopt;
  return waiting_.begin()->first;
}

bool batch_plan::ended(const start& which, result<invocation> came, time_point now) {
  --running_;
  const auto at = held_.find(which.index);
  const bool refused = !came && is_throttling(came.error());
  const std::uint64_t refusals = refusals_of(came);
  throttled_ += refusals;
  if (refusals > 0) limit_.throttled(which.round);
  if (came) {
    limit_.served();
    last_served_ = now;
  }
  if (refused) {
    held& item = at->second;
    if (item.refusals++ == 0) item.first_refusal = now;
    if (now - std::max(item.first_refusal, last_served_) < how_.patience) {
      waiting_.emplace(now + pause(item, which.index, came.error()), which.index);
      return false;
    }
  }
  held_.erase(at);
  ready_.emplace(which.index, std::move(came));
  return true;
}

void batch_plan::abandon(const start& which) {
  --running_;
  held_.erase(which.index);
}

milliseconds batch_plan::pause(const held& of, std::uint64_t index, const error& refusal) const {
  const milliseconds most = std::min(longest_pause, first_pause * (1 << std::min(of.refusals - 1, 10)));
  // Spread over the upper half, by the index: those that were refused together do not come back together.
  const auto spread = static_cast<milliseconds::rep>((index * 0x9E3779B97F4A7C15ULL) >> 40) % (most.count() / 2 + 1);
  return std::max(asked_pause(refusal), most / 2 + milliseconds{spread});
}

std::optional<batch_plan::ready> batch_plan::take_ready() {
  if (ready_.empty()) return std::nullopt;
  const auto first = ready_.begin();
  if (how_.ordered && !gaps_ && first->first != given_) return std::nullopt;
  std::optional<ready> one{ready{first->first, std::move(first->second)}};
  given_ = first->first + 1;
  ready_.erase(first);
  return one;
}

void batch_plan::stop() {
  for (const auto& [when, index] : waiting_) held_.erase(index);
  waiting_.clear();
  gaps_ = true;
}

}  // namespace aloft::lambda
