#pragma once
// The calls that providers of credentials make: AWS's own pipeline, with an identity (or none) of their own.

#include "aloft/endpoint_options.hpp"
#include "client/session_family.hpp"
#include "config/providers/service_calls.hpp"
#include "config/settings.hpp"
#include "http/transport.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace aloft::client_detail {

/// What the calls share with their session, which may end before they do, and its family.
struct identity_calls_parts {
  boost::asio::any_io_executor executor;
  std::shared_ptr<const config::settings> settings;
  std::shared_ptr<http::transport> transport;
  std::shared_ptr<session_family> family;
  const clock* time = &system_clock_source();
  log_sink* log = nullptr;
  endpoint_options endpoint = {};  ///< given in code
};

std::shared_ptr<config::service_calls> make_identity_calls(identity_calls_parts parts);

}  // namespace aloft::client_detail
