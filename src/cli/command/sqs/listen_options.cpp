#include "cli/command/sqs/listen_options.hpp"

#include "cli/options/word_options.hpp"

#include <aloft/duration.hpp>

namespace aloft::cli {

using namespace std::chrono_literals;
using std::chrono::seconds;

namespace {

/// A number of seconds, or a duration with its unit.
std::optional<seconds> read_seconds(const std::string& text) {
  const bool plain = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  const auto length = parse_duration(plain ? text + 's' : text);
  return length ? std::optional{std::chrono::ceil<seconds>(*length)} : std::nullopt;
}

}  // namespace

std::optional<seconds> take_length_of_time(std::vector<std::string>& words, std::string_view name) {
  const auto text = take_option(words, name);
  if (!text) return std::nullopt;
  if (const auto length = read_seconds(*text)) return length;
  throw error{error_kind::usage, "BadOption",
              std::string{name} + ": expected a duration like 30s, 5m or 2h, got '" + *text + '\''};
}

std::string take_queue(std::vector<std::string>& words, std::string_view usage) {
  for (const std::string_view name : {"--queue", "--queue-url", "--queue-name"})
    if (auto queue = take_option(words, name)) return std::move(*queue);
  if (words.size() > 2 && !words[2].starts_with("-")) {
    std::string queue = words[2];
    words.erase(words.begin() + 2);
    return queue;
  }
  throw error{error_kind::usage, "MissingParameter", "which queue? " + std::string{usage}};
}

listen_options read_listen_options(std::vector<std::string> words, std::string_view usage) {
  listen_options out;
  auto& consumer = out.consumer;
  if (auto command = take_option(words, "--exec")) out.exec = std::move(*command);
  if (auto command = take_option(words, "--exec-loop")) out.exec_loop = std::move(*command);
  out.deletes = take_flag(words, "--delete");
  consumer.unwrap_sns = take_flag(words, "--unwrap-sns");
  consumer.heartbeat = !take_flag(words, "--no-heartbeat");
  if (const auto number = take_number<std::uint64_t>(words, "--in-flight", 1)) consumer.in_flight = *number;
  if (const auto number = take_number<std::uint64_t>(words, "--max", 1)) out.max = *number;
  out.idle_exit = take_length_of_time(words, "--idle-exit");
  if (const auto grace = take_length_of_time(words, "--grace")) consumer.grace = *grace;
  consumer.visibility = take_length_of_time(words, "--visibility-timeout");
  if (const auto wait = take_length_of_time(words, "--wait-time")) consumer.wait = *wait;
  out.queue = take_queue(words, usage);
  expect_no_more(words, 2, usage);
  if (!out.exec.empty() && !out.exec_loop.empty())
    throw error{error_kind::usage, "BadOption", "--exec and --exec-loop exclude each other"};
  if (out.deletes && (!out.exec.empty() || !out.exec_loop.empty()))
    throw error{error_kind::usage, "BadOption", "--delete: with a command its exit status decides what is deleted"};
  // Polls end soon enough to see that nothing comes any more.
  if (out.idle_exit) consumer.wait = std::min(consumer.wait, std::max(1s, *out.idle_exit));
  return out;
}

}  // namespace aloft::cli
