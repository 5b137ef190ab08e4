#pragma once
// The calls that providers of credentials make: AWS's own pipeline, with an identity (or none) of their own.

#include "client/gate.hpp"
#include "client/rules_endpoints.hpp"
#include "config/providers/service_calls.hpp"
#include "config/settings.hpp"
#include "http/transport.hpp"
#include "runtime/call.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <atomic>
#include <cstdint>
#include <memory>

namespace aloft::client_detail {

/// What the calls share with their session and its relatives; those may end before they do.
struct identity_calls_parts {
  boost::asio::any_io_executor executor;
  std::shared_ptr<const config::settings> settings;
  std::shared_ptr<http::transport> transport;
  std::shared_ptr<rule_sets> rules;
  std::shared_ptr<signing_key_cache> signing_keys;
  std::shared_ptr<std::atomic<std::int64_t>> clock_skew;
  std::shared_ptr<gate> limit;  ///< on calls under way; others stand in line
  const clock* time = &system_clock_source();
  log_sink* log = nullptr;
};

std::shared_ptr<config::service_calls> make_identity_calls(identity_calls_parts parts);

}  // namespace aloft::client_detail
