#include "cli/command/queue_commands.hpp"
#include "cli/command/sqs/listening.hpp"

namespace aloft::cli {
namespace {

constexpr std::string_view listen_usage =
    "aloft sqs listen --queue NAME|URL|ARN [--exec CMD | --exec-loop CMD | --delete] [--in-flight N] [--max N] "
    "[--idle-exit 30s] [--grace 30s] [--visibility-timeout 30s] [--wait-time 20s] [--no-heartbeat] [--unwrap-sns]";
constexpr std::string_view drain_usage =
    "aloft sqs drain --queue NAME|URL|ARN [--exec CMD | --exec-loop CMD] [--in-flight N] [--max N] [--idle-exit 5s]";

}  // namespace

int run_sqs_listen(const global_options& options, console& out) {
  return listen(options, out, read_listen_options(options.words, listen_usage));
}

int run_sqs_drain(const global_options& options, console& out) {
  auto how = read_listen_options(options.words, drain_usage);
  how.deletes = how.exec.empty() && how.exec_loop.empty();
  if (!how.idle_exit) how.idle_exit = std::chrono::seconds{5};
  how.consumer.wait = std::min(how.consumer.wait, std::max(std::chrono::seconds{1}, *how.idle_exit));
  return listen(options, out, std::move(how));
}

}  // namespace aloft::cli
