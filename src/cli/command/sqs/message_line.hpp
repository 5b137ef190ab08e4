#pragma once
// Messages as lines of JSON and as environment variables.

#include <aloft/sqs_consumer.hpp>

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::cli {

/// As ReceiveMessage gives it; of an unwrapped notification Body is its message, and TopicArn is there.
boost::json::object line_of(const sqs::delivery& message);

/// SQS_QUEUE_URL, SQS_MESSAGE_ID, SQS_RECEIVE_COUNT, SQS_MESSAGE_GROUP_ID, SQS_TOPIC_ARN, and SQS_ATTRIBUTE_<name> for
/// each attribute that is text.
std::vector<std::pair<std::string, std::string>> variables_of(const sqs::delivery& message);

}  // namespace aloft::cli
