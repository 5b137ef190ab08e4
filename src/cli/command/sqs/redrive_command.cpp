#include "cli/command/queue_commands.hpp"
#include "cli/command/sqs/listen_options.hpp"
#include "cli/command/sqs/message_copy.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/draining_loop.hpp"
#include "cli/run/session_setup.hpp"

#include <aloft/sqs_queue.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

constexpr std::string_view usage = "aloft sqs redrive --queue DLQ [--to QUEUE] [--rate N] [--copy [--idle-exit 5s]]";

struct redrive {
  std::string from, to;
  std::optional<std::uint64_t> rate;  // messages a second
  bool copy = false;
  std::chrono::seconds idle{5};
};

asio::awaitable<std::string> arn_of(const client& sqs, const std::string& queue) {
  if (queue.starts_with("arn:")) co_return queue;
  const auto url = co_await sqs::queue_url(sqs, queue);
  const auto what = params("QueueUrl", url, "AttributeNames", std::vector<std::string>{"QueueArn"});
  const auto answer = co_await sqs.call("GetQueueAttributes", what);
  co_return std::string{answer["Attributes"]["QueueArn"].as_text()};
}

/// Waits for a move task that SQS carries out; an interruption calls it off.
asio::awaitable<int> follow(const client& sqs, const std::string& source, const std::string& task, console& out) {
  asio::steady_timer timer{co_await asio::this_coro::executor};
  co_await asio::this_coro::throw_if_cancelled(false);
  for (;;) {
    const auto what = params("SourceArn", source, "MaxResults", 1);
    auto answer = co_await sqs.try_call("ListMessageMoveTasks", what);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
      co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
      const auto which = params("TaskHandle", task);
      auto ended = co_await sqs.try_call("CancelMessageMoveTask", which);
      out.report(ended ? "aloft: called off after " +
                             std::to_string((*ended)["ApproximateNumberOfMessagesMoved"].as_integer()) + " messages"
                       : std::string{"aloft: "} + ended.error().what());
      co_return exit_status::interrupted;
    }
    if (!answer) throw answer.error();
    const value row = (*answer)["Results"][0];
    const auto status = row["Status"].as_text();
    const auto moved = std::to_string(row["ApproximateNumberOfMessagesMoved"].as_integer());
    if (status == "COMPLETED" || status == "CANCELLED" || status == "FAILED") {
      out.progress("");
      if (status == "FAILED")
        throw error{
            error_kind::service, "MoveFailed",
            "the move task failed after " + moved + " messages: " + std::string{row["FailureReason"].as_text()}};
      out.report("aloft: moved " + moved + " messages");
      co_return exit_status::success;
    }
    out.progress("moved " + moved + " of " + std::to_string(row["ApproximateNumberOfMessagesToMove"].as_integer()));
    timer.expires_after(std::chrono::seconds{1});
    (void)co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

asio::awaitable<int> run(const session& opened, const global_options& options, console& out, redrive what,
                         copy_handle& handle) {
  const client sqs = opened.client("sqs", client_settings(options, {}));
  if (!what.copy) {
    const auto source = co_await arn_of(sqs, what.from);
    param::map input{{"SourceArn", source}};
    if (!what.to.empty()) input.emplace_back("DestinationArn", co_await arn_of(sqs, what.to));
    if (what.rate) input.emplace_back("MaxNumberOfMessagesPerSecond", *what.rate);
    auto started = co_await sqs.try_call("StartMessageMoveTask", param{std::move(input)});
    if (started) {
      const std::string task{(*started)["TaskHandle"].as_text()};
      co_return co_await follow(sqs, source, task, out);
    }
    const auto& failure = started.error();
    // Queues that are no dead-letter queue, and servers that have no such tasks: what --copy is for.
    const bool cannot =
        failure.code() == "UnsupportedOperation" || failure.code() == "AWS.SimpleQueueService.UnsupportedOperation";
    if (!cannot || what.to.empty()) throw failure;
    out.report(std::string{"aloft: "} + failure.what() + "; the messages are copied instead");
  }
  if (what.to.empty())
    throw error{error_kind::usage, "MissingParameter", "where to? With --copy: --to QUEUE. " + std::string{usage}};
  co_return co_await copy_messages(sqs, what.from, what.to, what.rate, what.idle, out, handle);
}

}  // namespace

int run_sqs_redrive(const global_options& options, console& out) {
  auto words = options.words;
  redrive what;
  what.copy = take_flag(words, "--copy");
  what.to = take_option(words, "--to").value_or("");
  what.rate = take_number<std::uint64_t>(words, "--rate", 1);
  if (const auto idle = take_length_of_time(words, "--idle-exit")) what.idle = *idle;
  what.from = take_queue(words, usage);
  expect_no_more(words, 2, usage);
  copy_handle handle;
  return with_draining_session(
      options, [&](const session& opened) { return run(opened, options, out, what, handle); },
      [&] {
        if (handle.stop) handle.stop();
        return static_cast<bool>(handle.stop);
      });
}

}  // namespace aloft::cli
