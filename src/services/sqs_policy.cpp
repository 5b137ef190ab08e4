#include <aloft/sqs_policy.hpp>

#include "flow/sleep.hpp"

#include <aloft/sqs_queue.hpp>

#include <functional>
#include <utility>
#include <vector>

namespace aloft::sqs {
namespace asio = boost::asio;
using namespace std::chrono_literals;
namespace {

constexpr int attempts = 3;
constexpr int looks = 5;  // a policy that was written is not always there at once

struct queue_facts {
  std::string arn, policy, kms_key;
};

asio::awaitable<queue_facts> look_at(const client& sqs, const std::string& url) {
  const auto what =
      params("QueueUrl", url, "AttributeNames", std::vector<std::string>{"Policy", "QueueArn", "KmsMasterKeyId"});
  const auto answer = co_await sqs.call("GetQueueAttributes", what);
  const value found = answer["Attributes"];
  co_return queue_facts{std::string{found["QueueArn"].as_text()}, std::string{found["Policy"].as_text()},
                        std::string{found["KmsMasterKeyId"].as_text()}};
}

using policy_editor = std::function<result<edited_policy>(const queue_facts&)>;

asio::awaitable<policy_change> edit(client sqs, std::string queue, policy_editor editor, bool dry_run) {
  const clock& time = sqs.clock();
  const std::string url = co_await queue_url(sqs, std::move(queue));
  for (int attempt = 1;; ++attempt) {
    const auto facts = co_await look_at(sqs, url);
    auto edited = editor(facts);
    if (!edited) throw edited.error();
    policy_change out{std::move(*edited), facts.arn, facts.kms_key};
    if (out.what == policy_edit::unchanged || dry_run) co_return out;
    const auto what = params("QueueUrl", url, "Attributes", params("Policy", out.after));
    co_await sqs.call("SetQueueAttributes", what);
    // There is no writing on a condition: whoever else writes at the same time is noticed by reading.
    for (int look = 1; look <= looks; ++look) {
      const auto now = co_await look_at(sqs, url);
      const auto check = editor(now);
      if (check && check->what == policy_edit::unchanged) co_return out;
      if (now.policy != facts.policy && now.policy != out.after) break;
      if (look < looks) co_await flow::sleep(time, 100ms * look);
    }
    if (attempt == attempts)
      throw error{error_kind::protocol, "PolicyNotKept",
                  "the queue does not answer the policy that was written: somebody else may be writing it"};
  }
}

}  // namespace

asio::awaitable<policy_change> allow_topic(client sqs, std::string queue, std::string topic_arn,
                                           policy_options options) {
  policy_editor editor = [topic = std::move(topic_arn), principal = options.principal](const queue_facts& of) {
    return with_topic(of.policy, of.arn, topic, principal);
  };
  return edit(std::move(sqs), std::move(queue), std::move(editor), options.dry_run);
}

asio::awaitable<policy_change> disallow_topic(client sqs, std::string queue, std::string topic_arn,
                                              policy_options options) {
  policy_editor editor = [topic = std::move(topic_arn)](const queue_facts& of) {
    return without_topic(of.policy, topic);
  };
  return edit(std::move(sqs), std::move(queue), std::move(editor), options.dry_run);
}

}  // namespace aloft::sqs
