#include "cli/command/sqs/message_line.hpp"

#include <aloft/value.hpp>

#include <cctype>

namespace aloft::cli {
namespace json = boost::json;
json::object line_of(const sqs::delivery& message) {
  json::object line = to_json(message.message()).as_object();
  if (!message.topic().empty()) {
    line["Body"] = message.body();
    line["TopicArn"] = message.topic();
  }
  return line;
}

std::vector<std::pair<std::string, std::string>> variables_of(const sqs::delivery& message) {
  std::vector<std::pair<std::string, std::string>> all{{"SQS_MESSAGE_ID", std::string{message.id()}},
                                                       {"SQS_RECEIVE_COUNT", std::to_string(message.receive_count())}};
  if (!message.group().empty()) all.emplace_back("SQS_MESSAGE_GROUP_ID", message.group());
  if (!message.topic().empty()) all.emplace_back("SQS_TOPIC_ARN", message.topic());
  for (const auto& [name, one] : message.message()["MessageAttributes"].entries()) {
    if (!one.contains("StringValue")) continue;
    std::string variable{"SQS_ATTRIBUTE_"};
    for (const char c : name) variable += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    all.emplace_back(std::move(variable), one["StringValue"].as_text());
  }
  return all;
}

}  // namespace aloft::cli
