#pragma once
// Any number of messages sent, deleted or hidden anew: cut into requests as SQS takes them, ten entries and 1 MiB each.
//
//   const auto outcomes = co_await sqs::send_batch(client, "orders", std::move(messages));
//   for (std::size_t i = 0; i < outcomes.size(); ++i)
//     if (!outcomes[i]) report(i, outcomes[i].error());
//
// An answer that says "200" may still refuse some entries: each entry has a result of its own, in the order of the
// arguments. Entries that SQS failed to take are sent again, those that it refuses for what they are (a sender's fault)
// never. In FIFO queues a group has one request under way at a time, and where one message of it fails, the later ones
// are not sent: usage error "EarlierMessageFailed". Nor is a message sent again when a later one of its group has been
// taken already.
//
// Cancellation: terminal and partial; entries that have no outcome yet get one of kind cancelled. What was sent may
// have
//   taken effect.
// Ends with: one result for each entry. Thrown are only mistakes that concern all: a queue in no known form.
// Errors: of each entry, those of a call that carried it; SQS's own codes (service); usage "MessageTooLong" for one
// that
//   is larger than a request may be, "EarlierMessageFailed"; protocol "ChecksumMismatch" when the MD5 that SQS answers
//   is not that of what was sent (the message is in the queue), "NoResult" when the answer says nothing of an entry.
// Lifetime: everything is taken by value. Thread: safe.

#include <aloft/client.hpp>
#include <aloft/error.hpp>
#include <aloft/sqs_queue.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace aloft::sqs {

/// A message attribute.
struct attribute {
  std::string type = "String";  ///< "String", "Number" or "Binary", perhaps with a label of its own: "Number.float"
  std::string value;            ///< text; of Binary types the bytes themselves
};
using attributes = std::map<std::string, attribute>;

/// A message to be sent. In GCC 12 make it a variable where the expression has a co_await in it.
struct outgoing {
  std::string body;  ///< text of characters that XML 1.0 allows, at least one
  sqs::attributes attributes = {};
  std::optional<std::chrono::seconds> delay = {};  ///< up to 15 min; not in FIFO queues
  std::string group = {};     ///< MessageGroupId: needed in FIFO queues; in others it makes them fair among groups
  std::string dedup_id = {};  ///< MessageDeduplicationId of FIFO queues; empty: the queue makes it of the body
  sqs::attributes system_attributes = {};  ///< AWSTraceHeader
};

/// A message that is in the queue.
struct sent {
  std::string message_id;
  std::string sequence_number;  ///< of FIFO queues
};

struct batch_options {
  std::size_t parallel = 4;           ///< requests at once, at least 1
  std::size_t max_bytes = 1'048'576;  ///< of one message, and of one request
  int rounds = 3;                     ///< how often an entry is sent at most; each request has the client's own retries
  /// Sends again what was sent whole and not answered, though it may then be in a standard queue twice. FIFO queues
  /// take a message once, so there it is always sent again.
  bool retry_lost = false;
};

/// Bytes of a message as SQS counts them: body, and of each attribute name, type and value. Pure.
std::size_t size_of(const outgoing& message) noexcept;

/// Sends the messages. Their order is kept within each group of a FIFO queue.
boost::asio::awaitable<std::vector<result<sent>>> send_batch(client sqs, std::string queue,
                                                             std::vector<outgoing> messages,
                                                             batch_options options = {});

/// Deletes the messages that were received with these handles.
boost::asio::awaitable<std::vector<result<void>>> delete_batch(client sqs, std::string queue,
                                                               std::vector<std::string> receipt_handles,
                                                               batch_options options = {});

/// Until when a received message stays hidden, from now on.
struct visibility_change {
  std::string receipt_handle;
  std::chrono::seconds timeout{0};  ///< 0: visible at once; at most 12 h after it was received
};

/// Changes how long messages stay hidden.
boost::asio::awaitable<std::vector<result<void>>> change_visibility_batch(client sqs, std::string queue,
                                                                          std::vector<visibility_change> changes,
                                                                          batch_options options = {});

}  // namespace aloft::sqs
