// aloft logs tail: what is in the groups since a while ago, then live. The live stream is opened before the past is
// read, and the past once more a little later: CloudWatch makes a line readable some seconds after it has come. The
// ledger sees to it that no line is shown twice.

#include "cli/command/commands.hpp"
#include "cli/command/logs/line_ledger.hpp"
#include "cli/command/logs/tail_options.hpp"
#include "cli/exit_status.hpp"
#include "cli/output/json_printer.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/object.hpp>

#include <boost/asio/experimental/awaitable_operators.hpp>  // not self-contained in Boost 1.81: after the others

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <vector>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

/// Lines are readable so long after they have come, at the latest.
constexpr milliseconds lag = 60s;
/// When what came while the stream was being opened is read once more.
constexpr milliseconds settled = 10s;
/// Before the next stream, where one has come to nothing.
constexpr milliseconds shortest_pause = 1s, longest_pause = 30s;

std::int64_t now() {
  return std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

class tail {
 public:
  tail(tail_options what, client logs, console& out) : what_{std::move(what)}, logs_{std::move(logs)}, out_{out} {}

  asio::awaitable<int> run() {
    if (!what_.follow) {
      co_await read_since(what_.since);
      co_return exit_status::success;
    }
    co_await resolve();
    co_await follow();
    co_return exit_status::success;
  }

 private:
  /// The live stream takes ARNs alone.
  asio::awaitable<void> resolve() {
    for (const auto& group : what_.groups) {
      if (group.starts_with("arn:")) {
        arns_.emplace_back(group.ends_with(":*") ? group.substr(0, group.size() - 2) : group);
        continue;
      }
      json::object wanted{{"logGroupNamePrefix", group}};
      auto found = logs_.items("describe_log_groups", std::move(wanted));
      std::string arn;
      while (auto row = co_await found.next())
        if ((*row)["logGroupName"] == group) arn = (*row)["arn"].as_text();
      if (arn.empty())
        throw error{error_kind::service, "ResourceNotFoundException", "there is no log group '" + group + '\''};
      if (arn.ends_with(":*")) arn.resize(arn.size() - 2);
      arns_.push_back(std::move(arn));
    }
  }

  /// For ever: until it is cancelled, or the service refuses.
  asio::awaitable<void> follow() {
    std::int64_t from = what_.since;
    milliseconds pause = 0s;
    for (;;) {
      lived_ = false;
      const auto ended = co_await follow_one(from);
      if (ended && !worth_another(*ended)) throw *ended;
      pause = lived_ ? 0s : std::clamp(pause * 2, shortest_pause, longest_pause);
      asio::steady_timer timer{co_await asio::this_coro::executor, pause};
      co_await timer.async_wait(asio::use_awaitable);
      from = std::max(from, std::min(ledger_.newest(), now()) - lag.count());
    }
  }

  /// A stream ends after three hours with an exception of its own, and may break at any time.
  static bool worth_another(const error& ended) {
    if (ended.code() == "SessionTimeoutException" || ended.code() == "SessionStreamingException") return true;
    return ended.retryable() || ended.kind() == error_kind::connect || ended.kind() == error_kind::timeout ||
           ended.code() == "TruncatedResponse";
  }

  /// One stream, and what was there before it. Gives why it ended; nothing: it had run, and ended well.
  asio::awaitable<std::optional<error>> follow_one(std::int64_t from) {
    using namespace asio::experimental::awaitable_operators;
    auto opened = co_await logs_.try_open("start_live_tail", live_input());
    if (!opened) co_return opened.error();
    auto started = co_await opened->try_next();
    if (!started) co_return started.error();
    if (*started) show_live(**started);
    const std::int64_t since_open = now();
    co_await read_since(from);
    asio::steady_timer timer{co_await asio::this_coro::executor, settled};
    bool again = true;
    for (;;) {
      if (again) {
        auto next = co_await (opened->try_next() || timer.async_wait(asio::use_awaitable));
        if (next.index() == 1) {
          again = false;
          co_await read_since(std::max(from, since_open - lag.count()));
          continue;
        }
        auto& event = std::get<0>(next);
        if (!event) co_return event.error();
        if (!*event) co_return std::nullopt;
        show_live(**event);
        continue;
      }
      auto event = co_await opened->try_next();
      if (!event) co_return event.error();
      if (!*event) co_return std::nullopt;
      show_live(**event);
      // What follows a break reads from shortly before the newest line on.
      ledger_.forget_before(std::min(ledger_.newest(), now()) - 10 * lag.count());
    }
  }

  json::object live_input() const {
    json::object input{{"logGroupIdentifiers", json::array(arns_.begin(), arns_.end())}};
    if (!what_.filter.empty()) input["logEventFilterPattern"] = what_.filter;
    if (!what_.stream_prefix.empty()) input["logStreamNamePrefixes"] = {what_.stream_prefix};
    return input;
  }

  /// What can be read of all groups, in the order of time.
  asio::awaitable<void> read_since(std::int64_t from) {
    std::vector<log_line> lines;
    for (const auto& group : what_.groups) {
      json::object input{{"startTime", from}};
      input[group.starts_with("arn:") ? "logGroupIdentifier" : "logGroupName"] =
          group.ends_with(":*") ? group.substr(0, group.size() - 2) : group;
      if (!what_.filter.empty()) input["filterPattern"] = what_.filter;
      if (!what_.stream_prefix.empty()) input["logStreamNamePrefix"] = what_.stream_prefix;
      auto events = logs_.items("filter_log_events", std::move(input));
      while (auto row = co_await events.next())
        if (events.key() == "events")
          lines.push_back({group_name(group), std::string{(*row)["logStreamName"].as_text()},
                           std::string{(*row)["message"].as_text()}, (*row)["timestamp"].as_integer()});
    }
    std::stable_sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
    ledger_.read_again();
    for (const auto& line : lines)
      if (ledger_.read(line)) show(line);
  }

  void show_live(const stream_event& event) {
    if (event.type() == "sessionUpdate") lived_ = true;
    if (!said_sampled_ && event["sessionMetadata"]["sampled"] == true) {
      said_sampled_ = true;
      out_.report("aloft: more than 500 lines a second: CloudWatch shows some of them only");
    }
    for (const value row : event["sessionResults"]) {
      const log_line line{group_name(row["logGroupIdentifier"].as_text()), std::string{row["logStreamName"].as_text()},
                          std::string{row["message"].as_text()}, row["timestamp"].as_integer()};
      if (ledger_.live(line)) show(line);
    }
  }

  void show(const log_line& line) {
    if (what_.format == line_format::json) {
      json::object record;
      if (what_.groups.size() > 1) record["logGroupName"] = line.group;
      record["logStreamName"] = line.stream;
      record["timestamp"] = line.time;
      record["message"] = line.message;
      return out_.write(print_json(record, 0) + '\n');
    }
    const timestamp when{line.time / 1000, static_cast<std::int32_t>(line.time % 1000) * 1'000'000};
    std::string text = painted(format_timestamp(when, timestamp_format::date_time), 2) + ' ';
    if (what_.groups.size() > 1) text += painted(line.group, color_of(line.group)) + ' ';
    if (what_.format == line_format::detailed) text += line.stream + ' ';
    text += line.message;
    if (!text.ends_with('\n')) text += '\n';
    out_.write(text);
  }

  std::string painted(std::string text, int color) const {
    return out_.colored() ? "\x1b[" + std::to_string(color) + 'm' + text + "\x1b[0m" : text;
  }
  /// The same for all lines of a group.
  int color_of(const std::string& group) {
    constexpr std::array colors{36, 33, 35, 32, 34, 31};
    return colors.at(places_.try_emplace(group, places_.size()).first->second % colors.size());
  }

  const tail_options what_;
  const client logs_;
  console& out_;
  std::vector<std::string> arns_;
  line_ledger ledger_;
  std::map<std::string, std::size_t> places_;
  bool lived_ = false;  // the stream has given something
  bool said_sampled_ = false;
};

}  // namespace

int run_logs_tail(const global_options& options, console& out) {
  auto what = read_tail_options(options, now());
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    tail one{std::move(what), opened.client("logs", client_settings(options, {})), out};
    co_return co_await one.run();
  });
}

}  // namespace aloft::cli
