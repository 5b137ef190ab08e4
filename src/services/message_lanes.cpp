#include "services/message_lanes.hpp"

#include <algorithm>

namespace aloft::sqs {

void message_lanes::add(slot_number slot, std::string_view group) {
  if (!ordered_) return ready_.push_back(slot);
  if (group_of_.size() <= slot) group_of_.resize(slot + 1);
  group_of_[slot] = group;
  lane& into = lanes_[group_of_[slot]];
  if (!into.busy && into.waiting.empty()) ready_.push_back(slot);
  into.waiting.push_back(slot);
}

std::optional<slot_number> message_lanes::next() {
  if (ready_.empty()) return std::nullopt;
  const slot_number slot = ready_.front();
  ready_.pop_front();
  if (!ordered_) return slot;
  lane& from = lanes_.at(group_of_[slot]);
  from.waiting.pop_front();
  from.busy = true;
  return slot;
}

void message_lanes::forget_if_idle(lanes::iterator at) {
  if (!at->second.busy && at->second.waiting.empty()) lanes_.erase(at);
}

void message_lanes::handled(std::string_view group) {
  if (!ordered_) return;
  const auto at = lanes_.find(std::string{group});
  if (at == lanes_.end()) return;
  at->second.busy = false;
  if (!at->second.waiting.empty()) ready_.push_back(at->second.waiting.front());
  forget_if_idle(at);
}

std::vector<slot_number> message_lanes::gave_up(std::string_view group) {
  if (!ordered_) return {};
  const auto at = lanes_.find(std::string{group});
  if (at == lanes_.end()) return {};
  std::vector<slot_number> behind{at->second.waiting.begin(), at->second.waiting.end()};
  lanes_.erase(at);
  return behind;
}

std::vector<slot_number> message_lanes::withdraw(slot_number slot, std::string_view group) {
  if (!ordered_) {
    const auto at = std::find(ready_.begin(), ready_.end(), slot);
    if (at == ready_.end()) return {};
    ready_.erase(at);
    return {slot};
  }
  const auto found = lanes_.find(std::string{group});
  if (found == lanes_.end()) return {};
  auto& waiting = found->second.waiting;
  const auto at = std::find(waiting.begin(), waiting.end(), slot);
  if (at == waiting.end()) return {};
  if (at == waiting.begin()) std::erase(ready_, slot);
  std::vector<slot_number> behind{at, waiting.end()};
  waiting.erase(at, waiting.end());
  forget_if_idle(found);
  return behind;
}

std::vector<slot_number> message_lanes::clear() {
  std::vector<slot_number> all;
  if (!ordered_) all.assign(ready_.begin(), ready_.end());
  ready_.clear();
  for (auto at = lanes_.begin(); at != lanes_.end();) {
    all.insert(all.end(), at->second.waiting.begin(), at->second.waiting.end());
    at->second.waiting.clear();
    at = at->second.busy ? std::next(at) : lanes_.erase(at);
  }
  return all;
}

}  // namespace aloft::sqs
