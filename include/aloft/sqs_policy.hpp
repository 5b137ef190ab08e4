#pragma once
// Topics of Amazon SNS that may send to a queue. The queue's policy belongs to more than one tool: one statement is
// added to it or changed, everything else keeps its bytes.
//
// Cancellation: as that of a call; between two of them the policy may be written already.
// Ends with: an awaitable's value, or a thrown aloft::error.
// Errors: those of calls and of <aloft/sqs_queue.hpp>; usage "InvalidTopic" for what is no topic's ARN, "InvalidPolicy"
//   when the queue's policy is no JSON of a policy's form, or holds a statement of this library's name that somebody
//   else has changed, "PolicyTooLarge" for more than SQS takes (8,192 bytes, 20 statements); protocol "PolicyNotKept"
//   when the queue answers another policy than what was written, three times: somebody else writes it too.
// Lifetime: nothing is kept of the arguments. Thread: safe.

#include <aloft/client.hpp>
#include <aloft/error.hpp>
#include <aloft/option_text.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>
#include <string_view>

namespace aloft::sqs {

enum class policy_edit {
  unchanged,  ///< it says so already, by this library's statement or by another one
  added,      ///< a statement was added
  rewritten,  ///< this library's statement has other topics now
  removed,    ///< this library's statement is gone, its last topic with it
};

/// A policy as it is to be.
struct edited_policy {
  policy_edit what = policy_edit::unchanged;
  std::string before, after;  ///< JSON texts; empty: the queue has no policy
};

struct policy_options {
  bool dry_run = false;  ///< nothing is written
  /// Who sends on behalf of topics; topics of opt-in regions to queues of others: "sns.REGION.amazonaws.com".
  option_text principal = "sns.amazonaws.com";
};

/// What became of a queue's policy.
struct policy_change : edited_policy {
  std::string queue_arn;
  std::string kms_key;  ///< of an encrypted queue: its key's policy has to allow the topics as well; else empty
};

/// The policy with `topic_arn` among those that may send to the queue; `policy` is empty where there is none. Pure.
result<edited_policy> with_topic(std::string_view policy, std::string_view queue_arn, std::string_view topic_arn,
                                 std::string_view principal = "sns.amazonaws.com");
/// The policy without it. Statements of others are left alone, also where they allow the topic. Pure.
result<edited_policy> without_topic(std::string_view policy, std::string_view topic_arn);

/// Lets the topic send to the queue: once is enough, and twice is once. Writes only where something changes, and reads
/// what it wrote.
boost::asio::awaitable<policy_change> allow_topic(client sqs, std::string queue, std::string topic_arn,
                                                  policy_options options = {});
/// Undoes it.
boost::asio::awaitable<policy_change> disallow_topic(client sqs, std::string queue, std::string topic_arn,
                                                     policy_options options = {});

}  // namespace aloft::sqs
