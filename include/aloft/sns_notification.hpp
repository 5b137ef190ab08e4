#pragma once
// What SNS sends over HTTP(S), and into queues without raw delivery: a JSON object. Reading it proves nothing about who
// sent it: <aloft/sns_verifier.hpp> does.

#include <aloft/error.hpp>
#include <aloft/timestamp.hpp>

#include <boost/json/object.hpp>

#include <map>
#include <string>
#include <string_view>

namespace aloft::sns {

struct notification {
  enum class type {
    notification,  ///< "Notification": a message
    confirmation,  ///< "SubscriptionConfirmation": somebody wants to send here; confirm() agrees
    removal,       ///< "UnsubscribeConfirmation": a subscription has ended; confirm() renews it
  };
  type kind = type::notification;
  std::string topic;    ///< ARN
  std::string id;       ///< MessageId; the same for each delivery of a message
  std::string subject;  ///< empty: none
  std::string message;
  std::string token;  ///< of confirmations
  timestamp sent;
  std::map<std::string, std::string> attributes;  ///< texts; of Binary ones base64
};

/// Reads the JSON text. Protocol error "InvalidNotification" that names the member. Pure.
result<notification> read_notification(std::string_view json);

/// The text that SNS signs: names and values of the members that count, a line each. Protocol error
/// "InvalidNotification" where one is missing. Pure.
result<std::string> signed_text(const boost::json::object& notification);

}  // namespace aloft::sns
