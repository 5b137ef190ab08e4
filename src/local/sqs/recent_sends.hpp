#pragma once
// What FIFO queues and topics remember to send a message once: deduplication ids of the last five minutes.

#include "local/sqs/message.hpp"

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace aloft::local::sqs {

/// What a sender is told.
struct sent_message {
  std::string id, sequence_number;
};

class recent_sends {
 public:
  /// What was answered to the first send under this key; null when there was none in the last five minutes.
  const sent_message* find(std::string_view key, instant now) {
    for (; !order_.empty() && order_.front().first <= now; order_.pop_front()) sent_.erase(order_.front().second);
    const auto found = sent_.find(key);
    return found != sent_.end() ? &found->second : nullptr;
  }
  void add(const std::string& key, const sent_message& answered, instant now) {
    sent_[key] = answered;
    order_.emplace_back(now + std::chrono::minutes{5}, key);
  }

 private:
  std::map<std::string, sent_message, std::less<>> sent_;
  std::deque<std::pair<instant, std::string>> order_;  ///< when each is forgotten, soonest first
};

/// The twenty digits of the n-th message's sequence number.
std::string sequence_number(std::uint64_t n);

}  // namespace aloft::local::sqs
