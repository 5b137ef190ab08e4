#pragma once
// The call pipeline: from an operation and its input to its output or the error that says how far it got.

#include "aloft/request_body.hpp"
#include "aloft/response.hpp"
#include "aloft/sigv4.hpp"
#include "core/clock.hpp"
#include "document/document.hpp"
#include "http/transport.hpp"
#include "model/service.hpp"
#include "protocol/protocol.hpp"
#include "runtime/auth_choice.hpp"
#include "runtime/bucket_regions.hpp"
#include "runtime/bucket_sessions.hpp"
#include "runtime/endpoint_discovery.hpp"
#include "runtime/endpoint_resolver.hpp"
#include "runtime/identity_cache.hpp"
#include "runtime/integrity.hpp"
#include "runtime/observer.hpp"
#include "runtime/rate_limiter.hpp"
#include "runtime/request_steps.hpp"
#include "runtime/retry.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace aloft::runtime {

/// Time limits of a call. Zero: none.
struct call_limits {
  std::chrono::milliseconds attempt{0};
  std::chrono::milliseconds operation{0};  ///< retries and the waiting between them included
};

/// Everything the calls of one client share. Made once per client; immutable but for what is thread-safe by itself.
struct call_context {
  std::shared_ptr<const model::service> service;
  const protocol::protocol* wire = nullptr;
  std::string region;
  std::shared_ptr<const endpoint_resolver> endpoints;
  std::shared_ptr<endpoint_discovery> discovery;  ///< null: the endpoint was given
  auth_policy auth;
  std::shared_ptr<identity_cache> identity;  ///< of auth.has_keys
  std::shared_ptr<identity_cache> tokens;    ///< of auth.has_token
  std::shared_ptr<bucket_sessions> buckets;  ///< of S3; null elsewhere
  std::shared_ptr<bucket_regions> regions;   ///< of S3; null elsewhere
  std::optional<bool> sign_payload;          ///< S3's payload_signing_enabled; nothing: as the operation needs it
  std::shared_ptr<signing_key_cache> signing_keys;
  std::shared_ptr<http::transport> transport;
  std::shared_ptr<retry_quota> quota;
  retry_policy retries;
  std::shared_ptr<rate_limiter> pace;  ///< of the adaptive mode; null: attempts go out as they come
  const clock* time = nullptr;
  random_source* random = nullptr;
  aloft::runtime::observers observers;
  protocol::limits limits;
  std::string user_agent = make_user_agent({});
  bool inject_host_prefix = true;  ///< false: an operation's labels are not put before the endpoint's host
  protocol::serialize_options serialize;
  checksum_use request_checksums = checksum_use::when_supported;
  checksum_use response_checksums = checksum_use::when_supported;
  call_limits deadlines;
  std::shared_ptr<std::atomic<std::int64_t>> clock_skew;  ///< seconds that the endpoint's clock is ahead of ours

  /// By the endpoint's clock, for signatures.
  std::chrono::system_clock::time_point signing_time() const noexcept {
    return time->now() + std::chrono::seconds{clock_skew->load(std::memory_order_relaxed)};
  }
};

struct call_answer {
  document output;
  response_metadata metadata;
  response_body body;  ///< of operations whose output streams
};

/// What a call is asked with.
struct call_input {
  boost::json::value parameters;
  request_body body;  ///< beside the parameters
};

/// Runs the call in the caller's coroutine. Never throws for what can go wrong with a call; follows the cancellation
/// slot (error kind cancelled). Deadlines of zero take the context's.
boost::asio::awaitable<result<call_answer>> run_call(std::shared_ptr<const call_context> context,
                                                     const model::operation& operation, call_input input,
                                                     call_limits deadlines);

/// The request as the first attempt would send it: serialized, addressed and signed.
boost::asio::awaitable<result<http_request>> prepare_call(std::shared_ptr<const call_context> context,
                                                          const model::operation& operation, call_input input);

}  // namespace aloft::runtime
