#pragma once
// A message of a queue, and the attributes that its sender gave it.

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::local::sqs {

/// SQS counts in milliseconds.
using instant = std::chrono::sys_time<std::chrono::milliseconds>;

struct attribute_value {
  std::string type;  ///< "String", "Number.int", "Binary"
  std::string bytes;

  bool binary() const noexcept { return type.starts_with("Binary"); }
};

using attribute_map = std::map<std::string, attribute_value, std::less<>>;

/// Where a message stands. `delayed` has not been visible yet; `in_flight` has been received.
enum class message_state : std::uint8_t { visible, delayed, in_flight };

struct message {
  std::string id;
  std::string body, body_md5;
  attribute_map attributes, system_attributes;
  std::string sender_id;
  instant sent{};
  std::string group, deduplication_id, sequence_number;  ///< "" unless stated; a sequence number in FIFO queues alone
  std::string dead_letter_source;                        ///< ARN of the queue that it was moved from

  std::uint32_t received = 0;  ///< how often
  std::optional<instant> first_received;
  instant last_received{};

  // The store's:
  message_state state = message_state::visible;
  instant hidden_until{};
  std::uint64_t order = 0;  ///< among visible ones of standard queues
};

/// What counts against MaximumMessageSize: body, and names, types and values of attributes.
std::size_t size_of(const message& counted);

}  // namespace aloft::local::sqs
