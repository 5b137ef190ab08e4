#include "cli/command/queue_commands.hpp"
#include "cli/command/sqs/listen_options.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"

#include <aloft/sqs_policy.hpp>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

constexpr std::string_view allow_usage =
    "aloft sqs allow-topic QUEUE TOPIC-ARN [--dry-run] [--principal sns.REGION.amazonaws.com]";
constexpr std::string_view disallow_usage = "aloft sqs disallow-topic QUEUE TOPIC-ARN [--dry-run]";

std::string_view in_words(sqs::policy_edit what, bool dry_run) {
  switch (what) {
    case sqs::policy_edit::unchanged: return "unchanged";
    case sqs::policy_edit::added: return dry_run ? "a statement would be added" : "a statement was added";
    case sqs::policy_edit::rewritten:
      return dry_run ? "the statement would be rewritten" : "the statement was rewritten";
    case sqs::policy_edit::removed: return dry_run ? "the statement would be removed" : "the statement was removed";
  }
  return "";
}

int change(const global_options& options, console& out, bool allow) {
  const auto usage = allow ? allow_usage : disallow_usage;
  auto words = options.words;
  sqs::policy_options how;
  how.dry_run = take_flag(words, "--dry-run");
  if (const auto principal = allow ? take_option(words, "--principal") : std::nullopt) how.principal = *principal;
  auto topic = take_option(words, "--topic-arn");
  const auto queue = take_queue(words, usage);
  if (!topic && words.size() > 2) {
    topic = words[2];
    words.erase(words.begin() + 2);
  }
  if (!topic) throw error{error_kind::usage, "MissingParameter", "which topic? " + std::string{usage}};
  expect_no_more(words, 2, usage);
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    const client sqs = opened.client("sqs", client_settings(options, {}));
    sqs::policy_change done;
    if (allow)
      done = co_await sqs::allow_topic(sqs, queue, *topic, how);
    else
      done = co_await sqs::disallow_topic(sqs, queue, *topic, how);
    out.report("aloft: " + done.queue_arn + ": " + std::string{in_words(done.what, how.dry_run)});
    if (how.dry_run && done.what != sqs::policy_edit::unchanged)
      out.write("- " + done.before + "\n+ " + done.after + '\n');
    if (allow && !done.kms_key.empty())
      out.report(
          "aloft: the queue is encrypted with " + done.kms_key +
          ": the key's policy has to allow sns.amazonaws.com kms:GenerateDataKey and kms:Decrypt, or nothing arrives");
    co_return exit_status::success;
  });
}

}  // namespace

int run_sqs_allow_topic(const global_options& options, console& out) { return change(options, out, true); }
int run_sqs_disallow_topic(const global_options& options, console& out) { return change(options, out, false); }

}  // namespace aloft::cli
