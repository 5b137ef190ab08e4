#pragma once
// The one place where a call_context is put together: for the clients of users and for the calls that the library makes
// on its way to credentials.

#include <aloft/config/settings.hpp>
#include "aloft/endpoint_options.hpp"
#include "aloft/http2.hpp"
#include "aloft/response_limits.hpp"
#include "client/retry_budgets.hpp"
#include "client/session_family.hpp"
#include "core/random_source.hpp"
#include "http/transport.hpp"
#include "runtime/call_context.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <optional>
#include <string>

namespace aloft::client_detail {

/// What all calls of a session have from it. The session may end before they do.
struct call_parts {
  boost::asio::any_io_executor executor;
  std::shared_ptr<const config::settings> settings;
  std::shared_ptr<http::transport> transport;
  std::shared_ptr<session_family> family;
  std::shared_ptr<retry_budgets> budgets;
  const clock* time = &system_clock_source();
  log_sink* log = nullptr;
  runtime::observers observers;
  response_limits limits;
  runtime::call_limits deadlines;
  endpoint_options endpoint;  ///< given in code
  http2_policy http2 = http2_policy::where_needed;
};

/// Whose calls they are, and what is different about them. Empty: as session and configuration have it.
struct called_service {
  std::shared_ptr<const model::service> service;
  std::string region = {};
  std::string endpoint_url = {};
  endpoint_options endpoint = {};
  std::optional<int> max_attempts = {};
  runtime::call_limits deadlines = {};
  std::optional<http2_policy> http2 = {};
  std::string purpose = {};  ///< for messages: " for the call of sts that credentials need"
};

/// Everything but who signs. Errors: config: no region, an endpoint that cannot be used, settings that cannot be.
result<std::shared_ptr<runtime::call_context>> make_call_context(const call_parts& parts, const called_service& what);

}  // namespace aloft::client_detail
