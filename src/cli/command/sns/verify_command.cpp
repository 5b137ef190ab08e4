#include "cli/command/queue_commands.hpp"
#include "cli/command/sqs/listen_options.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/run_event_loop.hpp"

#include <aloft/sns_verifier.hpp>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fstream>
#include <iostream>
#include <iterator>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::string_view usage = "aloft sns verify FILE|- [--topic ARN ...] [--allow-sha1] [--max-age 1h]";

std::string read_all(const std::string& file) {
  if (file == "-") return {std::istreambuf_iterator<char>{std::cin}, {}};
  std::ifstream in{file, std::ios::binary};
  if (!in) throw error{error_kind::usage, "BodyFile", "cannot read '" + file + "'"};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::string_view name_of(sns::notification::type kind) {
  switch (kind) {
    case sns::notification::type::notification: return "Notification";
    case sns::notification::type::confirmation: return "SubscriptionConfirmation";
    case sns::notification::type::removal: return "UnsubscribeConfirmation";
  }
  return "";
}

json::object document_of(const sns::notification& what) {
  json::object attributes;
  for (const auto& [name, text] : what.attributes) attributes[name] = text;
  return {{"Type", name_of(what.kind)},
          {"TopicArn", what.topic},
          {"MessageId", what.id},
          {"Timestamp", format_timestamp(what.sent, timestamp_format::date_time)},
          {"Subject", what.subject},
          {"Message", what.message},
          {"MessageAttributes", std::move(attributes)}};
}

}  // namespace

int run_sns_verify(const global_options& options, console& out) {
  auto words = options.words;
  sns::verifier_options how;
  how.allow_sha1 = take_flag(words, "--allow-sha1");
  while (auto topic = take_option(words, "--topic")) how.topics.push_back(std::move(*topic));
  if (const auto age = take_length_of_time(words, "--max-age")) how.max_age = *age;
  how.ca_bundle = options.ca_bundle;
  if (words.size() < 3) throw error{error_kind::usage, "MissingParameter", "which notification? " + std::string{usage}};
  const std::string file = words[2];
  expect_no_more(words, 3, usage);
  auto body = read_all(file);
  return run_event_loop([&](asio::any_io_executor executor) -> asio::awaitable<int> {
    sns::verifier verifier{std::move(executor), how};
    const auto outcome = co_await verifier.verify(std::move(body));
    if (!outcome) throw outcome.error();
    out.write(json::serialize(document_of(*outcome)) + '\n');
    co_return exit_status::success;
  });
}

}  // namespace aloft::cli
