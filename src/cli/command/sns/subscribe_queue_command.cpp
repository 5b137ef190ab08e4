#include "cli/command/queue_commands.hpp"
#include "cli/command/sns/topic_options.hpp"
#include "cli/command/sqs/listen_options.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"

#include <aloft/sns_subscribe.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace aloft::cli {
namespace {

constexpr std::string_view usage =
    "aloft sns subscribe-queue TOPIC-ARN QUEUE [--raw] [--filter-policy JSON [--filter-body]] [--no-policy]";

}  // namespace

int run_sns_subscribe_queue(const global_options& options, console& out) {
  auto words = options.words;
  sns::subscribe_options how;
  how.raw = take_flag(words, "--raw");
  how.filter_body = take_flag(words, "--filter-body");
  how.allow = !take_flag(words, "--no-policy");
  if (const auto policy = take_option(words, "--filter-policy")) how.filter_policy = *policy;
  const auto topic = take_topic(words, usage);
  const auto queue = take_queue(words, usage);
  expect_no_more(words, 2, usage);
  return with_session(options, [&](const session& opened) -> boost::asio::awaitable<int> {
    const client sns = opened.client("sns", client_settings(options, {}));
    const client sqs = opened.client("sqs", client_settings(options, {}));
    const auto made = co_await sns::subscribe_queue(sns, sqs, topic, queue, how);
    boost::json::object answer;
    answer["SubscriptionArn"] = made.arn;
    answer["QueueArn"] = made.policy.queue_arn;
    answer["PolicyChanged"] = how.allow && made.policy.what != sqs::policy_edit::unchanged;
    out.write(boost::json::serialize(answer) + '\n');
    co_return exit_status::success;
  });
}

}  // namespace aloft::cli
