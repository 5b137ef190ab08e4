#include "local/sqs/message_store.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace aloft::local::sqs {

std::uint64_t message_store::add(message sent, std::optional<instant> delayed_until) {
  const auto number = ++last_number_;
  auto& kept = messages_.emplace(number, std::move(sent)).first->second;
  ages_.emplace(kept.sent, number);
  if (fifo_) groups_[kept.group].members.insert(number);
  enter(number, kept, delayed_until ? message_state::delayed : message_state::visible,
        delayed_until.value_or(instant{}));
  return number;
}

message* message_store::find(std::uint64_t number) noexcept {
  const auto found = messages_.find(number);
  return found != messages_.end() ? &found->second : nullptr;
}

message message_store::take(std::uint64_t number) {
  const auto found = messages_.find(number);
  leave(number, found->second);
  ages_.erase({found->second.sent, number});
  if (fifo_) {
    const auto of = groups_.find(found->second.group);
    of->second.members.erase(number);
    offer(of->second);
    if (of->second.members.empty()) groups_.erase(of);
  }
  auto taken = std::move(found->second);
  messages_.erase(found);
  return taken;
}

void message_store::hide(std::uint64_t number, instant until, instant now) {
  auto& hidden = messages_.at(number);
  leave(number, hidden);
  enter(number, hidden, until > now ? message_state::in_flight : message_state::visible, until);
}

void message_store::clear() {
  messages_.clear();
  ages_.clear();
  hidden_.clear();
  visible_.clear();
  available_.clear();
  groups_.clear();
  std::fill(std::begin(counts_), std::end(counts_), 0);
}

void message_store::advance(instant now, std::chrono::seconds retention) {
  while (!ages_.empty() && ages_.begin()->first + retention <= now) take(ages_.begin()->second);
  while (!hidden_.empty() && hidden_.begin()->first <= now) {
    const auto number = hidden_.begin()->second;
    auto& due = messages_.at(number);
    leave(number, due);
    enter(number, due, message_state::visible, {});
  }
}

std::vector<std::uint64_t> message_store::receivable(std::size_t most) const {
  std::vector<std::uint64_t> numbers;
  if (!fifo_) {
    for (auto next = visible_.begin(); next != visible_.end() && numbers.size() < most; ++next)
      numbers.push_back(next->second);
    return numbers;
  }
  for (const auto& [head, of] : available_) {
    for (const auto number : of->members) {
      if (numbers.size() == most) return numbers;
      if (messages_.at(number).state != message_state::visible) break;
      numbers.push_back(number);
    }
  }
  return numbers;
}

std::optional<instant> message_store::next_change() const {
  if (hidden_.empty()) return std::nullopt;
  return hidden_.begin()->first;
}

void message_store::enter(std::uint64_t number, message& entering, message_state state, instant until) {
  entering.state = state;
  entering.hidden_until = until;
  ++counts_[static_cast<std::size_t>(state)];
  if (state != message_state::visible)
    hidden_.emplace(until, number);
  else if (!fifo_)
    visible_.emplace(entering.order = ++last_order_, number);
  if (!fifo_) return;
  auto& of = groups_.at(entering.group);
  if (state == message_state::in_flight) ++of.in_flight;
  offer(of);
}

void message_store::leave(std::uint64_t number, message& leaving) {
  --counts_[static_cast<std::size_t>(leaving.state)];
  if (leaving.state != message_state::visible)
    hidden_.erase({leaving.hidden_until, number});
  else if (!fifo_)
    visible_.erase({leaving.order, number});
  if (fifo_ && leaving.state == message_state::in_flight) --groups_.at(leaving.group).in_flight;
}

void message_store::offer(group& changed) {
  if (changed.offered) available_.erase(*std::exchange(changed.offered, std::nullopt));
  if (changed.in_flight != 0 || changed.members.empty()) return;
  const auto head = *changed.members.begin();
  if (messages_.at(head).state != message_state::visible) return;
  changed.offered = head;
  available_.emplace(head, &changed);
}

}  // namespace aloft::local::sqs
