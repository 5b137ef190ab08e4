#include "cli/command/queue_commands.hpp"
#include "cli/command/sns/topic_options.hpp"
#include "cli/command/sqs/listening.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/draining_loop.hpp"
#include "cli/run/session_setup.hpp"

#include <aloft/sns_subscribe.hpp>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <random>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

constexpr std::string_view usage =
    "aloft sns listen TOPIC-ARN [--exec CMD | --exec-loop CMD] [--filter-policy JSON [--filter-body]] [--in-flight N] "
    "[--max N] [--idle-exit 30s] [--grace 30s]";

std::string random_name() {
  std::random_device source;
  std::string name;
  for (int i = 0; i < 20; ++i) name += "0123456789abcdefghijklmnopqrstuv"[source() % 32];
  return name;
}

/// A queue of its own for as long as somebody listens.
class listening_post {
 public:
  listening_post(const session& opened, const global_options& options, console& out)
      : sns_{opened.client("sns", client_settings(options, {}))},
        sqs_{opened.client("sqs", client_settings(options, {}))},
        out_{out} {}

  asio::awaitable<std::string> open(const std::string& topic, const sns::subscribe_options& how) {
    const std::string name = "aloft-listen-" + random_name() + (topic.ends_with(".fifo") ? ".fifo" : "");
    param::map attributes;
    // What is left of a listener that was killed goes by itself.
    attributes.emplace_back("MessageRetentionPeriod", "3600");
    if (topic.ends_with(".fifo")) attributes.emplace_back("FifoQueue", "true");
    const auto what = params("QueueName", name, "Attributes", param{std::move(attributes)}, "tags",
                             params("created-by", "aloft sns listen"));
    const auto made = co_await sqs_.call("CreateQueue", what);
    queue_ = made["QueueUrl"].as_text();
    const auto subscribed = co_await sns::subscribe_queue(sns_, sqs_, topic, queue_, how);
    subscription_ = subscribed.arn;
    co_return queue_;
  }

  /// Also after an interruption.
  asio::awaitable<void> close() {
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    co_await asio::this_coro::throw_if_cancelled(false);
    if (!subscription_.empty()) {
      const auto which = params("SubscriptionArn", subscription_);
      const auto ended = co_await sns_.try_call("Unsubscribe", which);
      if (!ended) out_.report("aloft: the subscription " + subscription_ + " is left: " + ended.error().what());
    }
    if (queue_.empty()) co_return;
    const auto which = params("QueueUrl", queue_);
    const auto gone = co_await sqs_.try_call("DeleteQueue", which);
    if (!gone) out_.report("aloft: the queue " + queue_ + " is left: " + gone.error().what());
  }

 private:
  const client sns_, sqs_;
  console& out_;
  std::string queue_, subscription_;
};

asio::awaitable<int> listen_to(const session& opened, const global_options& options, console& out, std::string topic,
                               listen_options how, sns::subscribe_options subscribe, listening& handle) {
  listening_post post{opened, options, out};
  std::exception_ptr failure;
  int status = exit_status::success;
  try {
    how.queue = co_await post.open(topic, subscribe);
    out.report("aloft: listening to " + topic);
    status = co_await listen_in(opened, options, out, std::move(how), handle);
  } catch (...) {
    failure = std::current_exception();
  }
  co_await post.close();
  if (failure) std::rethrow_exception(failure);
  co_return status;
}

}  // namespace

int run_sns_listen(const global_options& options, console& out) {
  auto words = options.words;
  sns::subscribe_options subscribe;
  subscribe.filter_body = take_flag(words, "--filter-body");
  if (const auto policy = take_option(words, "--filter-policy")) subscribe.filter_policy = *policy;
  const auto topic = take_topic(words, usage);
  words.insert(words.begin() + 2, "(its own)");  // the queue, which is not there yet
  auto how = read_listen_options(words, usage);
  how.consumer.unwrap_sns = true;
  how.deletes = how.exec.empty() && how.exec_loop.empty();
  listening handle;
  return with_draining_session(
      options, [&](const session& opened) { return listen_to(opened, options, out, topic, how, subscribe, handle); },
      [&] { return handle.end(); });
}

}  // namespace aloft::cli
