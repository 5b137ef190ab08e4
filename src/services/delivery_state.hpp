#pragma once
// What a delivery shows.

#include "services/message_lanes.hpp"

#include <aloft/response.hpp>
#include <aloft/sqs_consumer.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include <boost/json/object.hpp>

namespace aloft::sqs {

struct delivery::state {
  std::shared_ptr<const response> answer;  // that holds the message
  value message;
  std::string_view group;
  int receive_count = 0;
  std::optional<boost::json::object> notification;  // with unwrap_sns, where the body is one
  std::function<std::chrono::steady_clock::time_point()> hidden_until;
};

/// The notification that the body is: {"Type": "Notification", "TopicArn": …, "Message": …}; nothing: it is none.
std::optional<boost::json::object> read_notification(std::string_view body);

}  // namespace aloft::sqs
