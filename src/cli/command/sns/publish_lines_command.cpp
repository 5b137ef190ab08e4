#include "cli/command/queue_commands.hpp"
#include "cli/command/sns/topic_options.hpp"
#include "cli/command/sqs/sent_line.hpp"
#include "cli/exit_status.hpp"
#include "cli/files/line_reader.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"

#include <aloft/sns_publish.hpp>
#include <aloft/sqs_message.hpp>

#include <boost/asio/this_coro.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <optional>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::string_view usage =
    "aloft sns publish-lines --topic-arn ARN [FILE|-] [--ndjson] [--subject TEXT] [--per-protocol]";
constexpr std::size_t lines_at_once = 1000, bytes_at_once = 8 * 1024 * 1024, longest_line = 4 * 1024 * 1024;

/// {"Message": …, "Subject": …, "MessageAttributes": {…}, "MessageStructure": "json", …}: the names that entries of
/// PublishBatch have.
sns::publication publication_of(const std::string& line) {
  boost::system::error_code bad;
  auto parsed = json::parse(line, bad);
  if (bad || !parsed.is_object()) throw error{error_kind::usage, "BadLine", R"(expected a JSON object with "Message")"};
  auto& members = parsed.get_object();
  sns::publication made;
  const auto take = [&](std::string_view name) {
    const auto* const found = members.if_contains({name.data(), name.size()});
    if (found == nullptr) return std::string{};
    if (!found->is_string()) throw error{error_kind::usage, "BadLine", std::string{name} + ": expected a text"};
    std::string text{found->get_string()};
    members.erase({name.data(), name.size()});
    return text;
  };
  made.message = take("Message");
  made.subject = take("Subject");
  made.per_protocol = take("MessageStructure") == "json";
  // Attributes, group and deduplication are those of messages of queues.
  members["MessageBody"] = made.message;
  auto rest = sqs::message_from_json(json::serialize(members)).value();
  made.attributes = std::move(rest.attributes);
  made.group = std::move(rest.group);
  made.dedup_id = std::move(rest.dedup_id);
  return made;
}

struct options_of_publishing {
  std::string topic, file = "-", subject;
  bool ndjson = false, per_protocol = false;
};

/// Some lines at a time, and what became of each.
asio::awaitable<int> publish(client sns, options_of_publishing what, console& out) {
  line_reader lines{co_await asio::this_coro::executor, what.file, longest_line};
  std::size_t failed = 0, bytes = 0;
  bool more = true;
  while (more) {
    std::vector<std::pair<std::size_t, std::optional<error>>> rows;
    std::vector<sns::publication> all;
    for (bytes = 0; rows.size() < lines_at_once && bytes < bytes_at_once;) {
      const auto line = co_await lines.next();
      more = line.has_value();
      if (!more) break;
      bytes += line->text.size();
      auto& row = rows.emplace_back(line->number, std::nullopt);
      try {
        if (line->size > longest_line)
          throw error{error_kind::usage, "BadLine",
                      "the line has " + std::to_string(line->size) + " bytes, which is more than a message may have"};
        sns::publication one;
        if (what.ndjson)
          one = publication_of(line->text);
        else
          one.message = line->text;
        if (one.message.empty()) throw error{error_kind::usage, "BadLine", "SNS takes no empty message"};
        if (one.subject.empty()) one.subject = what.subject;
        one.per_protocol = one.per_protocol || what.per_protocol;
        all.push_back(std::move(one));
      } catch (const error& failure) {
        row.second = failure;
      }
    }
    const auto outcomes = co_await sns::publish_batch(sns, what.topic, std::move(all));
    std::size_t next = 0;
    std::string text;
    for (const auto& [number, broken] : rows) {
      const result<sns::published> outcome = broken ? result<sns::published>{*broken} : outcomes[next++];
      if (outcome) {
        text += taken_line(number, outcome->message_id, outcome->sequence_number);
        continue;
      }
      ++failed;
      text += failed_line(number, outcome.error());
    }
    if (!text.empty()) out.write(text);
  }
  co_return failed == 0 ? exit_status::success : exit_status::partial;
}

}  // namespace

int run_sns_publish_lines(const global_options& options, console& out) {
  auto words = options.words;
  options_of_publishing what;
  what.ndjson = take_flag(words, "--ndjson");
  what.per_protocol = take_flag(words, "--per-protocol");
  what.subject = take_option(words, "--subject").value_or("");
  what.topic = take_topic(words, usage);
  if (words.size() > 2) {
    what.file = words[2];
    words.erase(words.begin() + 2);
  }
  expect_no_more(words, 2, usage);
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    return publish(opened.client("sns", client_settings(options, {})), what, out);
  });
}

}  // namespace aloft::cli
