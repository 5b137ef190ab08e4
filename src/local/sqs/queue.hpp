#pragma once
// One queue: its settings, its messages, and what sending, receiving and settling them means.

#include "local/bell.hpp"
#include "local/sqs/message_store.hpp"
#include "local/sqs/queue_settings.hpp"
#include "local/sqs/recent_sends.hpp"

#include <memory>
#include <string>

namespace aloft::local::sqs {

/// A message as its sender states it, and what else is to be known.
struct sending {
  message content;
  std::optional<std::chrono::seconds> delay;
};

/// A message of a queue, and the handle that its receiver settles it by.
struct delivery {
  const message* content;
  std::string receipt_handle;
};

class queue {
 public:
  queue(std::string name, std::string arn, queue_settings settings, instant now);

  const std::string& name() const noexcept { return name_; }
  const std::string& arn() const noexcept { return arn_; }
  const queue_settings& settings() const noexcept { return settings_; }
  /// Throws api_error, and changes nothing then.
  void set(const attribute_texts& stated, instant now);
  instant created() const noexcept { return created_; }
  instant modified() const noexcept { return modified_; }
  attribute_texts tags;
  std::optional<instant> purged;

  /// Makes due messages visible and drops those that are too old. Before anything else is asked.
  void advance(instant now);
  std::size_t count(message_state state) const noexcept { return store_.count(state); }
  std::optional<instant> next_change() const { return store_.next_change(); }
  /// Rung when something may be received, or the queue is deleted.
  const std::shared_ptr<local::bell>& bell() const noexcept { return bell_; }

  /// Puts a message in; one that a FIFO queue has had in the last five minutes is left out, and the answer is the
  /// first one's.
  sent_message send(sending what, instant now);
  /// As send(), without deduplication: a message that was in another queue.
  void take_in(message moved, instant now);

  /// Numbers of up to `most` messages that may be received.
  std::vector<std::uint64_t> receivable(std::size_t most) const { return store_.receivable(most); }
  message& at(std::uint64_t number) { return *store_.find(number); }
  message take_out(std::uint64_t number) { return store_.take(number); }
  /// Hands a receivable message out; it is hidden for that time.
  delivery deliver(std::uint64_t number, std::chrono::seconds visibility, instant now);

  /// Settling by handle. Handles of messages that are gone, or were received again since, are accepted as SQS does.
  void remove(std::string_view receipt_handle);
  void change_visibility(std::string_view receipt_handle, std::chrono::seconds visibility, instant now);
  void purge(instant now);

 private:
  struct receipt {
    std::uint64_t number = 0;
    std::uint32_t received = 0;
  };
  std::string write_receipt(const receipt& made) const;
  /// Throws ReceiptHandleIsInvalid for what is no handle of this queue.
  receipt read_receipt(std::string_view handle) const;

  std::string name_, arn_, receipt_prefix_;
  queue_settings settings_;
  instant created_, modified_;
  std::shared_ptr<local::bell> bell_ = std::make_shared<local::bell>();
  message_store store_;

  recent_sends sent_;  ///< FIFO: by deduplication id, or group and id
  std::uint64_t last_sequence_ = 0;
};

}  // namespace aloft::local::sqs
