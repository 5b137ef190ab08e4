#pragma once
// Calls of AWS services that stand on the way to an identity (STS, SSO, sign-in). The layer of clients has the
// pipeline; providers see it through this.

#include <aloft/http_message.hpp>
#include "aloft/credentials.hpp"
#include "aloft/error.hpp"
#include "document/document.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <functional>
#include <optional>
#include <string>

namespace aloft::config {

struct service_call {
  std::string service;    ///< "sts"
  std::string operation;  ///< "AssumeRole"
  std::string region;     ///< empty: the session's
  boost::json::object input;
  std::optional<credentials> signer = {};               ///< nothing: the request is not signed
  std::function<void(http_request&)> before_send = {};  ///< may add headers; called for each attempt
};

/// Thread-safe.
class service_calls {
 public:
  virtual ~service_calls() = default;
  /// Errors: those of a call.
  virtual boost::asio::awaitable<result<document>> call(service_call what) = 0;
};

}  // namespace aloft::config
