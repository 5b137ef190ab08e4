#include <aloft/sns_subscribe.hpp>

#include <aloft/sqs_queue.hpp>

#include <map>
#include <utility>
#include <vector>

namespace aloft::sns {
namespace asio = boost::asio;

asio::awaitable<queue_subscription> subscribe_queue(client sns, client sqs, std::string topic_arn, std::string queue,
                                                    subscribe_options options) {
  sqs::policy_options how;
  how.dry_run = !options.allow;
  queue_subscription out;
  out.policy = co_await sqs::allow_topic(sqs, std::move(queue), topic_arn, how);
  std::map<std::string, std::string> attributes;
  if (options.raw) attributes["RawMessageDelivery"] = "true";
  if (!options.filter_policy.empty()) {
    attributes["FilterPolicy"] = options.filter_policy;
    if (options.filter_body) attributes["FilterPolicyScope"] = "MessageBody";
  }
  param::map what{{"TopicArn", topic_arn},
                  {"Protocol", "sqs"},
                  {"Endpoint", out.policy.queue_arn},
                  {"ReturnSubscriptionArn", true}};
  if (!attributes.empty()) what.emplace_back("Attributes", attributes);
  const auto answer = co_await sns.call("Subscribe", param{std::move(what)});
  out.arn = answer["SubscriptionArn"].as_text();
  co_return out;
}

asio::awaitable<std::string> confirm(client sns, notification what, bool only_owner_ends) {
  if (what.kind == notification::type::notification || what.token.empty())
    throw error{error_kind::usage, "NotAConfirmation",
                "there is nothing to confirm in a message; expected a SubscriptionConfirmation"};
  param::map input{{"TopicArn", what.topic}, {"Token", what.token}};
  if (only_owner_ends) input.emplace_back("AuthenticateOnUnsubscribe", "true");
  const auto answer = co_await sns.call("ConfirmSubscription", param{std::move(input)});
  co_return std::string{answer["SubscriptionArn"].as_text()};
}

}  // namespace aloft::sns
