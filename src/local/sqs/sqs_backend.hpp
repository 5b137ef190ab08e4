#pragma once
// The embedded SQS: queues per account and region.

#include "local/policy.hpp"
#include "local/regional_backend.hpp"
#include "local/sqs/region_queues.hpp"

namespace aloft::local::sqs {

/// What became of a message that another service sent to a queue.
enum class acceptance : std::uint8_t { taken, no_queue, not_allowed, not_valid };

class backend final : public regional_backend<region_queues> {
 public:
  backend();

  /// Whether there is such a queue, and whether it is a FIFO one.
  std::optional<bool> is_fifo(std::string_view arn);
  /// Sends on behalf of a service; `by` is asked of the queue's policy, null: nothing is.
  acceptance take(std::string_view arn, message content, const access_request* by, instant now);
};

}  // namespace aloft::local::sqs
