#include <aloft/lambda_batch.hpp>

#include "cli/command/commands.hpp"
#include "cli/command/lambda/batch_lines.hpp"
#include "cli/command/lambda/result_line.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"

#include <chrono>
#include <memory>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

struct batch_request {
  lambda::batch_options how;
  std::string input = "-";
  bool envelope = false;
  std::size_t longest = lambda::max_payload;  ///< of a line
};

error bad_option(std::string message) { return error{error_kind::usage, "BadOption", std::move(message)}; }

batch_request read_options(const global_options& options) {
  auto words = options.words;
  batch_request read;
  auto& how = read.how;
  how.parallel = options.parallel;
  if (auto function = take_option(words, "--function")) how.function = *function;
  if (auto qualifier = take_option(words, "--qualifier")) how.each.qualifier = *qualifier;
  if (auto input = take_option(words, "--input")) read.input = *std::move(input);
  if (const auto window = take_number<std::uint64_t>(words, "--window", 1)) how.window = *window;
  if (const auto timeout = take_seconds(words, "--timeout")) how.each.timeout = *timeout;
  if (auto journal = take_option(words, "--journal")) how.journal = *journal;
  how.resume = take_flag(words, "--resume");
  how.ordered = !take_flag(words, "--unordered");
  how.event = take_flag(words, "--event");
  how.each.tail_log = take_flag(words, "--tail");
  how.each.retry_lost = take_flag(words, "--retry-lost");
  how.fail_fast = take_flag(words, "--fail-fast");
  read.envelope = take_flag(words, "--envelope");
  expect_no_more(words, 2, "`aloft lambda batch help` lists the options");
  if (how.function.empty() && !read.envelope)
    throw bad_option("which function? --function NAME, or --envelope where each line names its own");
  if (how.resume && how.journal.empty()) throw bad_option("--resume goes on with a journal: name it by --journal FILE");
  if (how.event && how.each.tail_log) throw bad_option("--tail: events that are queued have no log to show");
  if (read.envelope) read.longest += 64 * 1024;  // what is around the payload
  return read;
}

/// "3 of 1,000 lines failed: 1 fault, 2 errors (1 of them lost)"
std::string summary_of(const lambda::batch_counts& counts) {
  const auto failed = counts.faults + counts.errors;
  std::string text = std::to_string(failed) + " of " + std::to_string(counts.ok + failed) + " lines failed";
  if (failed > 0) {
    text += ": " + std::to_string(counts.faults) + " by the function, " + std::to_string(counts.errors) + " on the way";
    if (counts.lost > 0) text += " (" + std::to_string(counts.lost) + " of them sent and not answered: may have run)";
  }
  if (counts.abandoned > 0) text += "; " + std::to_string(counts.abandoned) + " more were under way and given up";
  return text;
}

/// The results as they come, and a line at a terminal that tells how far it is.
class batch_printer {
 public:
  batch_printer(console& out, batch_lines& lines) : out_{out}, lines_{lines} {}

  void operator()(std::uint64_t index, const result<lambda::invocation>& came) {
    out_.write(result_line(lines_.take_number(index), came));
    ++printed_;
    if (!came || came->fault) ++failed_;
    const auto now = std::chrono::steady_clock::now();
    if (now - shown_ < std::chrono::milliseconds{200}) return;
    shown_ = now;
    out_.progress(std::to_string(printed_) + " lines done, " + std::to_string(failed_) + " failed");
  }
  std::uint64_t printed() const noexcept { return printed_; }

 private:
  console& out_;
  batch_lines& lines_;
  std::uint64_t printed_ = 0, failed_ = 0;
  std::chrono::steady_clock::time_point shown_ = std::chrono::steady_clock::now();
};

asio::awaitable<int> run_batch(const session& opened, const batch_request& asked, const global_options& options,
                               console& out) {
  const client caller = opened.client("lambda", client_settings(options, {}));
  const auto lines = std::make_shared<batch_lines>(opened.get_executor(), asked.input, asked.envelope, asked.longest);
  const auto print = std::make_shared<batch_printer>(out, *lines);
  const lambda::batch_sink sink = [print](std::uint64_t index,
                                          result<lambda::invocation> came) -> asio::awaitable<void> {
    (*print)(index, came);
    co_return;
  };
  const auto counts = co_await lambda::try_invoke_all(caller, lines, sink, asked.how);
  if (!counts && counts.error().kind() == error_kind::cancelled)
    out.report("aloft: interrupted: " + std::to_string(print->printed()) + " lines are done");
  if (!counts) throw counts.error();
  const bool failed = counts->faults + counts->errors > 0;
  if (failed || counts->abandoned > 0) out.report("aloft: " + summary_of(*counts));
  co_return failed ? exit_status::partial : exit_status::success;
}

}  // namespace

int run_lambda_batch(const global_options& options, console& out) {
  const batch_request asked = read_options(options);
  return with_session(options, [&](const session& opened) { return run_batch(opened, asked, options, out); });
}

}  // namespace aloft::cli
