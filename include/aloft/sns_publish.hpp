#pragma once
// Any number of notifications published, cut into requests as SNS takes them; the rules are those of
// <aloft/sqs_batch.hpp>: a result for each, in order; only what failed for a reason that may pass is sent again; groups
// of FIFO topics keep their order.
//
// Cancellation: terminal and partial; what has no outcome yet gets one of kind cancelled.
// Ends with: one result for each publication.
// Errors: of each, those of a call that carried it; SNS's own codes; usage "MessageTooLong", "InvalidMessageStructure",
//   "EarlierMessageFailed"; protocol "NoResult". Thrown: usage "InvalidTopic".
// Lifetime: everything is taken by value. Thread: safe.

#include <aloft/client.hpp>
#include <aloft/error.hpp>
#include <aloft/sqs_batch.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::sns {

using sqs::attribute;
using sqs::attributes;

/// What is to be published. In GCC 12 make it a variable where the expression has a co_await in it.
struct publication {
  std::string message;
  std::string subject = {};  ///< of e-mails; up to 100 characters
  sns::attributes attributes = {};
  bool per_protocol = false;  ///< the message is what per_protocol() gives: a text for each protocol
  std::string group = {};     ///< MessageGroupId of FIFO topics
  std::string dedup_id = {};  ///< MessageDeduplicationId of FIFO topics; empty: the topic makes it of the message
};

/// What has been published.
struct published {
  std::string message_id;
  std::string sequence_number;  ///< of FIFO topics
};

struct publish_options {
  std::size_t parallel = 4;         ///< requests at once, at least 1
  std::size_t max_bytes = 262'144;  ///< of one message and of one request; topics may allow more (MaximumMessageSize)
  int rounds = 3;                   ///< how often one is sent at most
  bool retry_lost = false;          ///< as sqs::batch_options::retry_lost
};

/// A message with a text for each protocol ("sqs", "lambda", "email", "http", "sms", "APNS", …), as JSON; `fallback` is
/// for the others. Usage error "InvalidMessageStructure" for a protocol that SNS does not have, and for a text to a
/// mobile platform that is no JSON object. Pure.
result<std::string> per_protocol(std::string_view fallback, const std::map<std::string, std::string>& by_protocol);
/// Whether the text is such a message. Usage error "InvalidMessageStructure" that says what is wrong. Pure.
result<void> check_per_protocol(std::string_view message);

/// Bytes of a publication as SNS counts them. Pure.
std::size_t size_of(const publication& one) noexcept;

boost::asio::awaitable<std::vector<result<published>>> publish_batch(client sns, std::string topic_arn,
                                                                     std::vector<publication> all,
                                                                     publish_options options = {});

}  // namespace aloft::sns
