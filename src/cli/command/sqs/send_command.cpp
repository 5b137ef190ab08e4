#include "cli/command/queue_commands.hpp"
#include "cli/command/sqs/listen_options.hpp"
#include "cli/command/sqs/sent_line.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/line_reader.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"

#include <aloft/sqs_batch.hpp>
#include <aloft/sqs_message.hpp>

#include <boost/asio/this_coro.hpp>

#include <set>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

constexpr std::string_view usage =
    "aloft sqs send --queue NAME|URL|ARN [FILE|-] [--ndjson] [--group ID] [--delay 10s] [--parallel N]";
constexpr std::size_t lines_at_once = 1000, bytes_at_once = 8 * 1024 * 1024, longest_line = 4 * 1024 * 1024;

/// Reads lines, sends them some at a time, and tells of each what became of it, in order.
class sending {
 public:
  sending(const global_options& options, console& out) : out_{out} {
    auto words = options.words;
    ndjson_ = take_flag(words, "--ndjson");
    group_ = take_option(words, "--group").value_or("");
    delay_ = take_length_of_time(words, "--delay");
    how_.parallel = options.parallel == global_options{}.parallel ? how_.parallel : options.parallel;
    queue_ = take_queue(words, usage);
    if (words.size() > 2) {
      file_ = words[2];
      words.erase(words.begin() + 2);
    }
    expect_no_more(words, 2, usage);
  }

  asio::awaitable<int> run(const session& opened, const global_options& options) {
    const client sqs = opened.client("sqs", client_settings(options, {}));
    url_ = co_await sqs::queue_url(sqs, queue_);
    line_reader lines{co_await asio::this_coro::executor, file_, longest_line};
    std::size_t bytes = 0;
    while (auto line = co_await lines.next()) {
      bytes += line->text.size();
      read(*line);
      if (rows_.size() < lines_at_once && bytes < bytes_at_once) continue;
      bytes = 0;
      co_await send(sqs);
    }
    co_await send(sqs);
    co_return failed_ == 0 ? exit_status::success : exit_status::partial;
  }

 private:
  struct row {
    std::size_t line = 0;
    std::optional<error> failure;  // of the line itself: it is not sent
    std::string group;
  };

  void read(const text_line& line) {
    if (ndjson_ && line.size == 0) return;
    row& one = rows_.emplace_back();
    one.line = line.number;
    try {
      if (line.size > longest_line)
        throw error{error_kind::usage, "BadLine",
                    "the line has " + std::to_string(line.size) + " bytes, which is more than a message may have"};
      sqs::outgoing message;
      if (ndjson_)
        message = sqs::message_from_json(line.text).value();
      else
        message.body = line.text;
      if (message.body.empty()) throw error{error_kind::usage, "BadLine", "SQS takes no empty message"};
      if (message.group.empty()) message.group = group_;
      if (!message.delay) message.delay = delay_;
      if (sqs::is_fifo(url_) && stopped_.contains(message.group))
        throw error{error_kind::usage, "EarlierMessageFailed",
                    "not sent: an earlier message of the group '" + message.group + "' failed"};
      one.group = message.group;
      messages_.push_back(std::move(message));
    } catch (const error& failure) {
      one.failure = failure;
    }
  }

  asio::awaitable<void> send(const client& sqs) {
    const auto outcomes = co_await sqs::send_batch(sqs, url_, std::exchange(messages_, {}), how_);
    std::size_t next = 0;
    std::string text;
    for (const auto& one : rows_) {
      const result<sqs::sent> outcome = one.failure ? result<sqs::sent>{*one.failure} : outcomes[next++];
      if (outcome) {
        text += taken_line(one.line, outcome->message_id, outcome->sequence_number);
        continue;
      }
      ++failed_;
      if (!one.failure) stopped_.insert(one.group);
      text += failed_line(one.line, outcome.error());
    }
    rows_.clear();
    if (!text.empty()) out_.write(text);
  }

  console& out_;
  bool ndjson_ = false;
  std::string group_, queue_, url_, file_ = "-";
  std::optional<std::chrono::seconds> delay_;
  sqs::batch_options how_;
  std::vector<row> rows_;
  std::vector<sqs::outgoing> messages_;
  std::set<std::string> stopped_;  // groups of a FIFO queue that may not go on
  std::size_t failed_ = 0;
};

}  // namespace

int run_sqs_send(const global_options& options, console& out) {
  sending work{options, out};
  return with_session(options, [&](const session& opened) { return work.run(opened, options); });
}

}  // namespace aloft::cli
