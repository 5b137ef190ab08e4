#include "cli/command/s3/command_line.hpp"
#include "cli/command/s3/s3_commands.hpp"
#include "cli/command/s3/transfer_command.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/line_reader.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/service_call.hpp"

#include <aloft/concurrency.hpp>

#include <boost/asio/this_coro.hpp>

#include <algorithm>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

constexpr std::string_view run_usage = "aloft s3 run FILE|- [--lines N]";
constexpr std::size_t longest_command = 64 * 1024;

/// Commands of a file, some at once.
class command_file {
 public:
  command_file(const session& opened, std::string file, std::size_t at_once, console& out)
      : session_{opened}, file_{std::move(file)}, at_once_{at_once}, out_{out} {}

  asio::awaitable<int> run() {
    const auto executor = co_await asio::this_coro::executor;
    co_await asio::this_coro::throw_if_cancelled(false);
    line_reader lines{executor, file_, longest_command};
    task_group tasks{executor};
    bool interrupted = false;
    while (!interrupted) {
      const auto line = co_await lines.next();
      if (!line) break;
      if (line->size > longest_command) {
        refuse(line->number, "the line is longer than 64 KiB");
        continue;
      }
      auto words = split_command_line(line->text);
      if (!words) refuse(line->number, words.error().message());
      if (!words || words->empty()) continue;
      while (!interrupted && tasks.running() >= at_once_) {
        const wake woken = co_await tasks.one_ended();
        interrupted = woken == wake::cancelled;
      }
      tasks.start(run_line(line->number, std::move(*words)));
    }
    while (!interrupted && tasks.running() > 0) {
      const wake woken = co_await tasks.one_ended();
      interrupted = woken == wake::cancelled;
    }
    if (interrupted) tasks.cancel();
    co_await tasks.join();
    if (const auto thrown = tasks.failure()) std::rethrow_exception(thrown);
    co_return interrupted ? exit_status::interrupted : status_;
  }

 private:
  void refuse(std::size_t line, const std::string& why) {
    out_.report("aloft: line " + std::to_string(line) + ": " + why);
    status_ = exit_status::partial;
  }

  asio::awaitable<void> run_line(std::size_t number, std::vector<std::string> words) {
    co_await asio::this_coro::throw_if_cancelled(false);
    // "aloft s3 cp a b", "s3 cp a b" and "cp a b" are the same.
    if (words.size() > 1 && (words[0] == "aloft" || words[0] == "aws")) words.erase(words.begin());
    if (words[0] != "s3") words.insert(words.begin(), "s3");
    const std::string command = words.size() > 1 ? words[1] : std::string{};
    try {
      const auto options = read_global_options(words).value();
      int ended = exit_status::success;
      if (command == "cp" || command == "mv" || command == "sync")
        ended = co_await transfer_objects(session_, options, out_);
      else if (command == "rm")
        ended = co_await remove_objects(session_, options, out_);
      else
        refuse(number, "expected cp, mv, sync or rm, got '" + command + '\'');
      if (ended != exit_status::success) status_ = std::max(status_, exit_status::partial);
    } catch (const error& failure) {
      refuse(number, failure.message());
    }
  }

  const session& session_;
  const std::string file_;
  const std::size_t at_once_;
  console& out_;
  int status_ = exit_status::success;
};

}  // namespace

int run_s3_run(const global_options& options, console& out) {
  auto words = options.words;
  const auto at_once = take_number<std::uint64_t>(words, "--lines", 1).value_or(8);
  if (words.size() < 3) throw error{error_kind::usage, "BadOption", "which file? usage: " + std::string{run_usage}};
  const std::string file = words[2];
  expect_no_more(words, 3, run_usage);
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    command_file commands{opened, file, static_cast<std::size_t>(at_once), out};
    co_return co_await commands.run();
  });
}

}  // namespace aloft::cli
