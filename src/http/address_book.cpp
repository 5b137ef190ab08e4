#include "http/address_book.hpp"

#include <algorithm>

namespace aloft::http {

void address_book::learn(const std::string& name, list found, steady_time now, double jitter) {
  if (names_.size() >= forget_at_) forget_old(now);
  const std::chrono::duration<double> life = shortest + (longest - shortest) * jitter;
  entry& known = names_[name];
  known.found = std::move(found);
  known.good_until = now + std::chrono::duration_cast<steady_time::duration>(life);
}

std::optional<address_book::list> address_book::next(const std::string& name, steady_time now) {
  const auto known = names_.find(name);
  if (known == names_.end() || now >= known->second.good_until) return std::nullopt;
  list order = known->second.found;
  const auto preferred_end =
      std::find_if(order.begin(), order.end(), [&](const auto& a) { return a.is_v4() != order.front().is_v4(); });
  const auto preferred = static_cast<std::size_t>(preferred_end - order.begin());
  std::rotate(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(known->second.turn++ % preferred),
              preferred_end);
  if (!failed_until_.empty())
    std::stable_partition(order.begin(), order.end(), [&](const auto& address) {
      const auto bad = failed_until_.find(address);
      return bad == failed_until_.end() || now >= bad->second;
    });
  return order;
}

void address_book::failed(const boost::asio::ip::address& which, steady_time now) {
  std::erase_if(failed_until_, [now](const auto& bad) { return now >= bad.second; });
  failed_until_[which] = now + penalty;
}

void address_book::worked(const boost::asio::ip::address& which) {
  if (!failed_until_.empty()) failed_until_.erase(which);
}

void address_book::forget_old(steady_time now) {
  std::erase_if(names_, [now](const auto& known) { return now >= known.second.good_until; });
  forget_at_ = std::max<std::size_t>(256, 2 * names_.size());
}

}  // namespace aloft::http
