#pragma once
// Requests that SNS takes from anybody: whoever got a subscription's token or ARN may visit the URL that a message
// gave.

#include <aloft/http_message.hpp>

#include <optional>
#include <string>

namespace aloft::local {

struct open_call {
  std::string region, account_id;  ///< of the topic or subscription that the request names
};

/// A GET without a signature for ConfirmSubscription or Unsubscribe; nothing for anything else.
std::optional<open_call> read_open_call(const http_request& request);

}  // namespace aloft::local
