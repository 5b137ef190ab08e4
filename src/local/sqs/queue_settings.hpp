#pragma once
// The attributes of a queue that its owner sets: which there are, what they may be, and what they mean.

#include "local/policy.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::local::sqs {

using attribute_texts = std::map<std::string, std::string, std::less<>>;

/// RedrivePolicy.
struct redrive {
  std::string target;               ///< ARN of the dead-letter queue
  std::uint32_t most_received = 0;  ///< times; then it is moved
};

class queue_settings {
 public:
  /// Those of a new queue. Throws api_error for what cannot be.
  queue_settings(bool fifo, const attribute_texts& stated);

  /// Replaces the stated ones. Throws api_error, and changes nothing then.
  void set(const attribute_texts& stated);

  bool fifo() const noexcept { return fifo_; }
  std::chrono::seconds delay() const { return std::chrono::seconds{number("DelaySeconds")}; }
  std::chrono::seconds retention() const { return std::chrono::seconds{number("MessageRetentionPeriod")}; }
  std::chrono::seconds wait() const { return std::chrono::seconds{number("ReceiveMessageWaitTimeSeconds")}; }
  std::chrono::seconds visibility() const { return std::chrono::seconds{number("VisibilityTimeout")}; }
  std::size_t most_bytes() const { return static_cast<std::size_t>(number("MaximumMessageSize")); }
  bool deduplicates_by_content() const { return text("ContentBasedDeduplication") == "true"; }
  bool deduplicates_by_group() const { return text("DeduplicationScope") == "messageGroup"; }
  const std::optional<redrive>& redriven() const noexcept { return redrive_; }
  /// Whether RedriveAllowPolicy lets this queue move its messages here.
  bool takes_from(std::string_view source_arn) const;
  /// Null when the queue has none.
  const local::policy* policy() const noexcept { return policy_ ? &*policy_ : nullptr; }

  /// "" when it is not set.
  std::string_view text(std::string_view name) const;
  /// As GetQueueAttributes shows them.
  const attribute_texts& all() const noexcept { return values_; }
  /// The name of the first of `stated` whose value is another; "" when none is.
  std::string differing(const attribute_texts& stated) const;

 private:
  std::int64_t number(std::string_view name) const;

  bool fifo_;
  attribute_texts values_;
  std::optional<redrive> redrive_;
  std::optional<local::policy> policy_;
};

/// Whether a queue may have an attribute of this name; those that are counted are not settable.
bool is_settable(std::string_view name);
bool is_counted(std::string_view name);

}  // namespace aloft::local::sqs
