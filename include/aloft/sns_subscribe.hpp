#pragma once
// Queues that get what a topic publishes, and subscriptions that are confirmed.
//
// Cancellation: as that of a call; what came before may have taken effect.
// Ends with: an awaitable's value, or a thrown aloft::error.
// Errors: those of calls and of <aloft/sqs_policy.hpp>; usage "NotAConfirmation".
// Lifetime: nothing is kept of the arguments. Thread: safe.

#include <aloft/client.hpp>
#include <aloft/option_text.hpp>
#include <aloft/sns_notification.hpp>
#include <aloft/sqs_policy.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>

namespace aloft::sns {

struct subscribe_options {
  bool raw = false;                ///< the message alone, without SNS's JSON around it
  option_text filter_policy = {};  ///< JSON: which messages
  bool filter_body = false;        ///< the policy is about the message, not its attributes
  bool allow = true;               ///< the queue's policy is changed where it does not let the topic send
};

struct queue_subscription {
  std::string arn;            ///< of the subscription
  sqs::policy_change policy;  ///< what became of the queue's
};

/// Lets the topic send to the queue and subscribes it. Twice is once.
boost::asio::awaitable<queue_subscription> subscribe_queue(client sns, client sqs, std::string topic_arn,
                                                           std::string queue, subscribe_options options = {});

/// Agrees to a subscription, by a call to SNS and not by a request to a URL that came in from outside. Gives its ARN.
/// `only_owner_ends`: unsubscribing needs a signature then.
boost::asio::awaitable<std::string> confirm(client sns, notification what, bool only_owner_ends = false);

}  // namespace aloft::sns
