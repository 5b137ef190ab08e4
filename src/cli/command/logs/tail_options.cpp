#include "cli/command/logs/tail_options.hpp"

#include "aloft/timestamp.hpp"
#include "cli/options/word_options.hpp"

#include <algorithm>

namespace aloft::cli {
namespace {

constexpr std::string_view usage =
    "aloft logs tail GROUP… [--since 10m] [--follow] [--filter-pattern TEXT] [--log-stream-name-prefix TEXT] "
    "[--format detailed|short|json]";

error bad(std::string message) { return error{error_kind::usage, "BadOption", std::move(message)}; }

std::int64_t since(const std::string& text, std::int64_t now) {
  if (const auto ago = read_duration(text)) return now - ago->count();
  if (const auto when = parse_any_timestamp(text)) return when->seconds * 1000 + when->nanoseconds / 1'000'000;
  throw bad("--since: expected a duration such as 10m or 2h, or a time, got '" + text + '\'');
}

line_format format_of(const std::string& text) {
  if (text == "detailed") return line_format::detailed;
  if (text == "short") return line_format::brief;
  if (text == "json") return line_format::json;
  throw bad("--format: expected detailed, short or json, got '" + text + '\'');
}

}  // namespace

tail_options read_tail_options(const global_options& options, std::int64_t now) {
  std::vector<std::string> words{options.words.begin() + 2, options.words.end()};
  tail_options out;
  out.follow = take_flag(words, "--follow");
  out.since = since(take_option(words, "--since").value_or("10m"), now);
  out.filter = take_option(words, "--filter-pattern").value_or("");
  out.stream_prefix = take_option(words, "--log-stream-name-prefix").value_or("");
  out.format = format_of(take_option(words, "--format").value_or("detailed"));
  constexpr std::size_t most_followed = 10;  // of one live stream, says StartLiveTail
  const auto option = std::find_if(words.begin(), words.end(), [](const auto& word) { return word.starts_with("-"); });
  if (option != words.end()) throw bad("unexpected word '" + *option + "': " + std::string{usage});
  if (words.empty()) throw bad("which log group? " + std::string{usage});
  if (out.follow && words.size() > most_followed)
    throw bad("--follow: at most " + std::to_string(most_followed) + " log groups can be followed at once");
  if (out.follow && !out.stream_prefix.empty() && words.size() > 1)
    throw bad("--log-stream-name-prefix with --follow: only of one log group");
  out.groups = std::move(words);
  return out;
}

std::string group_name(std::string_view identifier) {
  if (identifier.ends_with(":*")) identifier.remove_suffix(2);
  return std::string{identifier.substr(identifier.rfind(':') + 1)};
}

}  // namespace aloft::cli
